package lorasweep.worker.image;

/**
 * Width and height in pixels, each at least 1.
 *
 * <p>Sizes sort by width, then by height.
 */
public record PixelSize(int width, int height) implements Comparable<PixelSize> {
    /** Checks the ranges. */
    public PixelSize {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a picture of " + width + "×" + height + " pixels");
        }
    }

    /** Width times height. */
    public long area() {
        return (long) width * height;
    }

    /** Width over height. */
    public double aspect() {
        return (double) width / height;
    }

    /** The size of the picture lying on its side. */
    public PixelSize transposed() {
        return new PixelSize(height, width);
    }

    @Override
    public int compareTo(PixelSize other) {
        return width != other.width ? Integer.compare(width, other.width) : Integer.compare(height, other.height);
    }

    @Override
    public String toString() {
        return width + "×" + height;
    }
}
