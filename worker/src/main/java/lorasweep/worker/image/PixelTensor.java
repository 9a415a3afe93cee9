package lorasweep.worker.image;

import java.util.Optional;

/**
 * A picture as the VAE takes it.
 *
 * @param size pixels, multiples of 8
 * @param values channel, row, column; 3·height·width numbers x/127.5 − 1 in [−1, 1]
 * @param mask weight of each latent place, row, column; (height/8)·(width/8) numbers in [0, 1]: the
 *     mean opacity of its 8×8 pixels
 */
@SuppressWarnings("ArrayRecordComponent") // pixel buffers are handed over, never compared
public record PixelTensor(PixelSize size, float[] values, Optional<float[]> mask) {
    /** Pixels of a latent's side. */
    public static final int LATENT_SCALE = 8;

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
        return new PixelTensor(size, values, alpha.map(opacity -> maskOf(size, opacity)));
    }

    private static float[] maskOf(PixelSize size, byte[] alpha) {
        int columns = size.width() / LATENT_SCALE;
        float[] mask = new float[columns * (size.height() / LATENT_SCALE)];
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                mask[y / LATENT_SCALE * columns + x / LATENT_SCALE] += alpha[y * size.width() + x] & BYTE;
            }
        }
        for (int i = 0; i < mask.length; i++) {
            mask[i] /= (float) BYTE * LATENT_SCALE * LATENT_SCALE;
        }
        return mask;
    }

    /** The picture with left and right exchanged. */
    public PixelTensor mirrored() {
        return new PixelTensor(
                size,
                mirrored(values, size.width()),
                mask.map(weights -> mirrored(weights, size.width() / LATENT_SCALE)));
    }

    private static float[] mirrored(float[] rows, int width) {
        float[] out = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int column = i % width;
            out[i - column + width - 1 - column] = rows[i];
        }
        return out;
    }
}
