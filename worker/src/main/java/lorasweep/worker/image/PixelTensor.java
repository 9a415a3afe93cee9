package lorasweep.worker.image;

import java.util.Optional;

/**
 * A picture as the VAE takes it.
 *
 * @param size pixels
 * @param values channel, row, column; 3·height·width numbers x/127.5 − 1 in [−1, 1]
 * @param alpha each pixel's opacity, row, column, 0 to 255 unsigned
 */
@SuppressWarnings("ArrayRecordComponent") // pixel buffers are handed over, never compared
public record PixelTensor(PixelSize size, float[] values, Optional<byte[]> alpha) {
    private static final float HALF_RANGE = 127.5f;
    private static final int BYTE = 0xff;

    /** Widens 8-bit samples, one row of {@code rgb} triples after the other. */
    static PixelTensor of(PixelSize size, byte[] rgb, Optional<byte[]> alpha) {
        int area = (int) size.area();
        float[] values = new float[RgbImage.CHANNELS * area];
        for (int pixel = 0; pixel < area; pixel++) {
            for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
                values[channel * area + pixel] = (rgb[RgbImage.CHANNELS * pixel + channel] & BYTE) / HALF_RANGE - 1;
            }
        }
        return new PixelTensor(size, values, alpha);
    }

    /**
     * The weight of each latent place, row, column, in [0, 1]: the mean opacity of its pixels.
     *
     * @param scale pixels of a latent place's side; divides width and height
     */
    public Optional<float[]> mask(int scale) {
        return alpha.map(opacity -> mask(opacity, scale));
    }

    private float[] mask(byte[] opacity, int scale) {
        int columns = size.width() / scale;
        float[] mask = new float[columns * (size.height() / scale)];
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                mask[y / scale * columns + x / scale] += opacity[y * size.width() + x] & BYTE;
            }
        }
        for (int i = 0; i < mask.length; i++) {
            mask[i] /= (float) BYTE * scale * scale;
        }
        return mask;
    }

    /** The picture with left and right exchanged. */
    public PixelTensor mirrored() {
        return new PixelTensor(
                size, mirrored(values, size.width()), alpha.map(opacity -> mirrored(opacity, size.width())));
    }

    private static float[] mirrored(float[] rows, int width) {
        float[] out = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int column = i % width;
            out[i - column + width - 1 - column] = rows[i];
        }
        return out;
    }

    private static byte[] mirrored(byte[] rows, int width) {
        byte[] out = new byte[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int column = i % width;
            out[i - column + width - 1 - column] = rows[i];
        }
        return out;
    }
}
