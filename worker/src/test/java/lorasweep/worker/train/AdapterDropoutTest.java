package lorasweep.worker.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The kernel {@code drop} against the same formula in 32-bit integers of Java. */
class AdapterDropoutTest {
    private static final double WORDS = 0x1p32;

    private final NDManager manager = Torch.newManager(Device.cpu());
    private final Kernels kernels = Kernels.compile(manager);

    @AfterEach
    void end() {
        kernels.close();
        manager.close();
    }

    private static int scramble(int x) {
        x ^= x >>> 16;
        x *= 0x7feb352d;
        x ^= x >>> 15;
        x *= 0x846ca68b;
        return x ^ x >>> 16;
    }

    private static boolean isDropped(long word, int p, int r, double probability) {
        int row = scramble((int) word ^ scramble(p));
        long element = Integer.toUnsignedLong(scramble(row ^ scramble(r + 1)));
        return element < Math.round(probability * WORDS);
    }

    private static float[] gaussian(int count) {
        Random random = new Random(3);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private float[] drop(float[] h, int k, int rows, int r, long[] keys, int slots, int b, int slot) {
        NDArray tensor = manager.create(h, new Shape(k, rows, r));
        NDArray words = manager.create(keys, new Shape(slots + 1, k, b));
        return kernels.tensor(manager, "drop", tensor, words, slot).toFloatArray();
    }

    @Test
    void zeroesWhatTheFormulaSaysAndScalesTheRest() {
        int b = 2;
        int positions = 37;
        int r = 5;
        double[] probability = {0.3, 0};
        long limit = Math.round(0.3 * WORDS);
        long[] keys = {7, 0xFFFFFFFFL, 0, 0, 0x80000001L, 12345, 0, 0, limit, limit, 0, 0};
        float[] h = gaussian(2 * b * positions * r);

        float[] dropped = drop(h, 2, b * positions, r, keys, 2, b, 1);

        for (int i = 0; i < h.length; i++) {
            int trial = i / (b * positions * r);
            int sample = i / (positions * r) % b;
            long word = keys[4 + 2 * trial + sample];
            boolean zero = isDropped(word, i / r % positions, i % r, probability[trial]);
            float expected = zero ? 0 : (float) (h[i] * (1 / (1 - probability[trial])));
            assertThat(dropped[i]).as("element %d", i).isCloseTo(expected, within(1e-6f * Math.abs(expected)));
            if (trial == 1) {
                assertThat(dropped[i]).isEqualTo(h[i]);
            }
        }
    }

    @Test
    void doesNotDependOnTheRankOfPackMates() {
        long limit = Math.round(0.5 * WORDS);
        float[] narrow = gaussian(11 * 3);
        float[] wide = new float[11 * 8];
        for (int p = 0; p < 11; p++) {
            System.arraycopy(narrow, 3 * p, wide, 8 * p, 3);
        }
        long[] keys = {99, limit};
        float[] alone = drop(narrow, 1, 11, 3, keys, 1, 1, 0);
        float[] packed = drop(wide, 1, 11, 8, keys, 1, 1, 0);
        for (int p = 0; p < 11; p++) {
            for (int r = 0; r < 3; r++) {
                assertThat(packed[8 * p + r]).isEqualTo(alone[3 * p + r]);
            }
        }
    }

    @Test
    void dropsItsShareIndependentlyOfNeighboursAndOtherSites() {
        int positions = 4096;
        int r = 16;
        double probability = 0.25;
        long limit = Math.round(probability * WORDS);
        float[] ones = new float[positions * r];
        Arrays.fill(ones, 1);
        long[] address = {1, 2, 3};
        long[] keys = {AdapterDropout.word(5, address, 10), AdapterDropout.word(5, address, 11), limit};

        float[] first = drop(ones, 1, positions, r, keys, 2, 1, 0);
        float[] second = drop(ones, 1, positions, r, keys, 2, 1, 1);

        assertThat(share(first)).isCloseTo(probability, within(0.007)); // 4 standard deviations
        assertThat(share(second)).isCloseTo(probability, within(0.007));
        assertThat(together(first, second, 0)).isCloseTo(probability * probability, within(0.004));
        for (int lag : new int[] {1, r, 2 * r, 64 * r}) {
            assertThat(together(first, first, lag)).as("lag %d", lag).isCloseTo(0.0625, within(0.004));
        }
    }

    private static double share(float[] values) {
        int zeros = 0;
        for (float value : values) {
            zeros += value == 0 ? 1 : 0;
        }
        return (double) zeros / values.length;
    }

    private static double together(float[] a, float[] b, int lag) {
        int both = 0;
        for (int i = 0; i < a.length - lag; i++) {
            both += a[i] == 0 && b[i + lag] == 0 ? 1 : 0;
        }
        return (double) both / (a.length - lag);
    }

    @Test
    void wordsDifferWithEverythingTheyAreDrawnUnder() {
        assertThat(new long[] {
                    AdapterDropout.word(1, new long[] {1, 2, 3}, 4),
                    AdapterDropout.word(2, new long[] {1, 2, 3}, 4),
                    AdapterDropout.word(1, new long[] {2, 2, 3}, 4),
                    AdapterDropout.word(1, new long[] {1, 3, 3}, 4),
                    AdapterDropout.word(1, new long[] {1, 2, 4}, 4),
                    AdapterDropout.word(1, new long[] {1, 2, 3}, 5)
                })
                .doesNotHaveDuplicates();
    }

    /** y + up(drop(down x)) of a linear layer and of a convolution, in double precision. */
    @Test
    void adaptersGoThroughDropout() {
        long limit = Math.round(0.4 * WORDS);
        long[] keys = {31, 32, limit, limit};
        int positions = 6;
        float[] x = gaussian(2 * positions * 4);
        float[] down = gaussian(3 * 4);
        float[] up = gaussian(3 * 5);
        NDArray inputs = manager.create(x, new Shape(2, positions, 4));
        NDArray a0 = manager.create(down, new Shape(1, 3, 4));
        NDArray a1 = manager.create(up, new Shape(1, 3, 5));
        NDArray words = manager.create(keys, new Shape(2, 1, 2));
        List<NDArray> a = List.of(a0, a1, manager.ones(new Shape(1, 1, 1)), words);

        float[] linear = kernels.tensor(manager, "adapt", manager.zeros(new Shape(2, positions, 5)), inputs, a, 0)
                .toFloatArray();
        NDArray image = inputs.transpose(0, 2, 1).reshape(2, 4, 2, 3);
        float[] conv = kernels.tensor(
                        manager,
                        "adapt_conv",
                        manager.zeros(new Shape(2, 5, 2, 3)),
                        image,
                        manager.zeros(new Shape(5, 4, 1, 1)),
                        a,
                        0,
                        1,
                        0)
                .toFloatArray();

        for (int n = 0; n < 2; n++) {
            for (int p = 0; p < positions; p++) {
                for (int o = 0; o < 5; o++) {
                    double expected = 0;
                    for (int r = 0; r < 3; r++) {
                        double h = 0;
                        for (int i = 0; i < 4; i++) {
                            h += x[(n * positions + p) * 4 + i] * down[r * 4 + i];
                        }
                        expected += isDropped(keys[n], p, r, 0.4) ? 0 : h / 0.6 * up[r * 5 + o];
                    }
                    assertThat((double) linear[(n * positions + p) * 5 + o]).isCloseTo(expected, within(1e-5));
                    assertThat((double) conv[(n * 5 + o) * positions + p]).isCloseTo(expected, within(1e-5));
                }
            }
        }
    }
}
