package lorasweep.worker.image;

import java.util.Arrays;

/**
 * Separable resizing of 8-bit samples: along the rows, then along the columns. Each pass rounds to 8
 * bits and cuts off what overshoots, as Pillow does: without that, Lanczos rings more than the
 * reference's.
 */
final class Resampling {
    private static final int BYTE = 0xff;
    private static final float ROUND = 0.5f;

    private Resampling() {}

    /**
     * Resizes to {@code framing.resized()} and keeps the centre of {@code framing.bucket()}.
     *
     * @param samples {@code channels} bytes per pixel, row by row
     */
    static byte[] resize(byte[] samples, PixelSize from, int channels, Framing framing) {
        PixelSize to = framing.resized();
        PixelSize window = framing.bucket();
        if (to.equals(from)) {
            return crop(samples, from.width() * channels, channels, framing);
        }
        boolean shrinks = to.width() < from.width() && to.height() < from.height();
        Taps.Kernel kernel = shrinks ? Taps.Kernel.AREA : Taps.Kernel.LANCZOS;
        Taps across = Taps.of(kernel, from.width(), to.width(), framing.left(), window.width());
        Taps down = Taps.of(kernel, from.height(), to.height(), framing.top(), window.height());
        byte[] strips = alongRows(samples, from.width() * channels, channels, across, down.first(), down.end());
        return alongColumns(strips, window.width() * channels, down);
    }

    private static byte[] crop(byte[] samples, int stride, int channels, Framing framing) {
        int width = framing.bucket().width() * channels;
        byte[] out = new byte[width * framing.bucket().height()];
        for (int y = 0; y < framing.bucket().height(); y++) {
            int from = (y + framing.top()) * stride + framing.left() * channels;
            System.arraycopy(samples, from, out, y * width, width);
        }
        return out;
    }

    /** The rows from {@code begin} to {@code end} of the picture, each resized to the taps' length. */
    private static byte[] alongRows(byte[] samples, int stride, int channels, Taps taps, int begin, int end) {
        int width = taps.count() * channels;
        byte[] out = new byte[(end - begin) * width];
        for (int y = begin; y < end; y++) {
            for (int x = 0; x < taps.count(); x++) {
                float[] weights = taps.weights(x);
                int from = y * stride + taps.start(x) * channels;
                int to = (y - begin) * width + x * channels;
                for (int channel = 0; channel < channels; channel++) {
                    float sum = 0;
                    for (int tap = 0; tap < weights.length; tap++) {
                        sum += weights[tap] * (samples[from + tap * channels + channel] & BYTE);
                    }
                    out[to + channel] = rounded(sum);
                }
            }
        }
        return out;
    }

    private static byte[] alongColumns(byte[] strips, int width, Taps taps) {
        byte[] out = new byte[taps.count() * width];
        float[] sums = new float[width];
        for (int y = 0; y < taps.count(); y++) {
            Arrays.fill(sums, 0);
            float[] weights = taps.weights(y);
            for (int tap = 0; tap < weights.length; tap++) {
                float weight = weights[tap];
                int from = (taps.start(y) + tap - taps.first()) * width;
                for (int x = 0; x < width; x++) {
                    sums[x] += weight * (strips[from + x] & BYTE);
                }
            }
            for (int x = 0; x < width; x++) {
                out[y * width + x] = rounded(sums[x]);
            }
        }
        return out;
    }

    private static byte rounded(float value) {
        return (byte) Math.min(BYTE, Math.max(0, (int) (value + ROUND)));
    }
}
