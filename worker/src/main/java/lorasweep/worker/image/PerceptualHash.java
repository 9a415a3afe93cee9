package lorasweep.worker.image;

import java.util.Arrays;

/**
 * What a picture looks like, in 64 bits: the signs of its lowest 8×8 cosine frequencies against
 * their median, on a 32×32 grey miniature. Resizing, recompression, small crops and changes of
 * brightness move few bits; unrelated pictures differ in about 32.
 *
 * <p>Source: C. Zauner, "Implementation and benchmarking of perceptual image hash functions", 2010,
 * section 3.2.1 (the hash based on the discrete cosine transform).
 *
 * @param bits of the picture
 * @param mirrored of the picture with left and right exchanged
 */
public record PerceptualHash(long bits, long mirrored) {
    /**
     * Pictures that differ in at most this many of the 64 bits count as nearly the same. For
     * pictures with unrelated spectra the chance of that is about 2e-8, mirrored or not.
     */
    public static final int NEAR = 10;

    private static final int SIDE = 32;
    private static final int FREQUENCIES = 8;
    private static final float[][] COSINES = new float[FREQUENCIES][SIDE];

    static {
        for (int frequency = 0; frequency < FREQUENCIES; frequency++) {
            for (int x = 0; x < SIDE; x++) {
                COSINES[frequency][x] = (float) StrictMath.cos(Math.PI * frequency * (x + 0.5) / SIDE);
            }
        }
    }

    /** The hash of a picture. */
    public static PerceptualHash of(RgbImage image) {
        float[] miniature = miniature(image);
        float[] turned = new float[miniature.length];
        for (int i = 0; i < miniature.length; i++) {
            turned[i - i % SIDE + SIDE - 1 - i % SIDE] = miniature[i];
        }
        return new PerceptualHash(hash(miniature), hash(turned));
    }

    /** In how many bits two pictures differ, one of them mirrored if that brings them closer. */
    public int distance(PerceptualHash other) {
        int mirrorDistance = Math.min(Long.bitCount(bits ^ other.mirrored), Long.bitCount(mirrored ^ other.bits));
        return Math.min(Long.bitCount(bits ^ other.bits), mirrorDistance);
    }

    /** Whether the pictures are the same but for small changes. */
    public boolean isNear(PerceptualHash other) {
        return distance(other) <= NEAR;
    }

    private static float[] miniature(RgbImage image) {
        PixelSize size = new PixelSize(SIDE, SIDE);
        byte[] rgb = Resampling.resize(image.rgb(), image.size(), RgbImage.CHANNELS, new Framing(size, size));
        float[] grey = new float[SIDE * SIDE];
        for (int i = 0; i < grey.length; i++) {
            int at = RgbImage.CHANNELS * i;
            grey[i] = 0.299f * (rgb[at] & 0xff) + 0.587f * (rgb[at + 1] & 0xff) + 0.114f * (rgb[at + 2] & 0xff);
        }
        return grey;
    }

    private static long hash(float[] grey) {
        float[] spectrum = new float[FREQUENCIES * FREQUENCIES];
        for (int v = 0; v < FREQUENCIES; v++) {
            for (int y = 0; y < SIDE; y++) {
                for (int u = 0; u < FREQUENCIES; u++) {
                    float alongRow = 0;
                    for (int x = 0; x < SIDE; x++) {
                        alongRow += COSINES[u][x] * grey[y * SIDE + x];
                    }
                    spectrum[v * FREQUENCIES + u] += COSINES[v][y] * alongRow;
                }
            }
        }
        float[] sorted = spectrum.clone();
        Arrays.sort(sorted);
        float median = (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
        long bits = 0;
        for (int i = 0; i < spectrum.length; i++) {
            bits |= spectrum[i] > median ? 1L << i : 0;
        }
        return bits;
    }
}
