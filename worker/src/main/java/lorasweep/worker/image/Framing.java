package lorasweep.worker.image;

/**
 * How a picture is brought to a bucket's size: resized to {@code resized}, then cropped around the
 * centre to {@code bucket}.
 *
 * @param resized size after resizing, at least the bucket in both directions
 * @param bucket size after cropping
 */
public record Framing(PixelSize resized, PixelSize bucket) {
    /** Checks that the picture covers the bucket. */
    public Framing {
        if (resized.width() < bucket.width() || resized.height() < bucket.height()) {
            throw new IllegalArgumentException(resized + " does not cover " + bucket);
        }
    }

    /** Columns cut off at the left: half of the excess, rounded down. */
    public int left() {
        return (resized.width() - bucket.width()) / 2;
    }

    /** Rows cut off at the top: half of the excess, rounded down. */
    public int top() {
        return (resized.height() - bucket.height()) / 2;
    }

    /** The fraction of the picture's area that cropping loses, in [0, 1). */
    public double lostArea() {
        return 1 - (double) bucket.area() / resized.area();
    }

    /**
     * Resizes and crops.
     *
     * <p>A picture that shrinks in both directions is averaged over areas, any other is interpolated
     * by Lanczos with three lobes; the result is rounded to 8 bits, as in the reference trainer. Only
     * what remains after cropping is computed.
     */
    public PixelTensor apply(RgbImage image) {
        RgbImage framed = frame(image);
        return PixelTensor.of(bucket, framed.rgb(), framed.alpha());
    }

    /** The same as a picture. */
    public RgbImage frame(RgbImage image) {
        return new RgbImage(
                bucket,
                Resampling.resize(image.rgb(), image.size(), RgbImage.CHANNELS, this),
                image.alpha().map(alpha -> Resampling.resize(alpha, image.size(), 1, this)));
    }
}
