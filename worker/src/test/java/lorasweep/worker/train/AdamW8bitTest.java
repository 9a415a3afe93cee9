package lorasweep.worker.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import lorasweep.trial.Betas;
import lorasweep.trial.OptimizerSettings;
import lorasweep.trial.OptimizerType;
import lorasweep.worker.lora.AdapterArray;
import lorasweep.worker.lora.AdapterLayout;
import lorasweep.worker.lora.LoraSite;
import lorasweep.worker.model.Part;
import lorasweep.worker.torch.Autograd;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdamW8bitTest {
    private static final OptimizerSettings SETTINGS =
            new OptimizerSettings(OptimizerType.ADAMW_8BIT, new Betas(0.9, 0.999), 1e-8, 0.01, 0);
    private static final double LR = 1e-2;

    private final NDManager manager = Torch.newManager(Device.cpu());
    private final Kernels kernels = Kernels.compile(manager);

    @AfterEach
    void end() {
        kernels.close();
        manager.close();
    }

    /** Two sites: at rank 16 the first's matrices are large (16 x 300 and 16 x 260), the second's are not. */
    private AdapterArray array(int trials) {
        LoraSite large = new LoraSite(
                "lora_unet_a", Part.UNET, "a", LoraSite.Kind.LINEAR, 300, 260, 1, 1, 0, OptionalInt.empty());
        LoraSite small =
                new LoraSite("lora_unet_b", Part.UNET, "b", LoraSite.Kind.LINEAR, 20, 30, 1, 1, 0, OptionalInt.empty());
        int[] ranks = IntStream.generate(() -> 16).limit(trials).toArray();
        AdapterArray array =
                new AdapterArray(kernels, manager, new AdapterLayout(List.of(large, small)), ranks, new float[trials]);
        Autograd.requireGradient(array.values());
        return array;
    }

    private void backward(AdapterArray array, float[] gradient) {
        Autograd.clearGradient(array.values());
        try (NDManager scratch = manager.newSubManager();
                Autograd recording = Autograd.record()) {
            NDArray g = scratch.create(gradient, array.values().getShape());
            Autograd.backward(kernels.tensor(scratch, "weighted_sum_of", array.values(), g));
        }
    }

    private static float[] gradient(int count, int step) {
        Random random = new Random(step);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * Math.pow(10, -i % 5));
        }
        return values;
    }

    @Test
    void theCodeIsThePublishedOne() {
        float[] signed = DynamicCode.SIGNED.codes();
        float[] unsigned = DynamicCode.UNSIGNED.codes();
        assertThat(signed).hasSize(256).doesNotHaveDuplicates().isSorted().contains(0f, 1f);
        assertThat(unsigned).hasSize(256).doesNotHaveDuplicates().isSorted().contains(0f, 1f);
        assertThat(signed[0]).isEqualTo((float) -0.99296875, within(1e-7f));
        assertThat(signed[254]).isEqualTo((float) 0.99296875, within(1e-7f));
        assertThat(signed[128]).isEqualTo(5.5e-7f, within(1e-12f));
        assertThat(unsigned[1]).isEqualTo(3.25e-7f, within(1e-12f));
        assertThat(unsigned[254]).isEqualTo((float) 0.996484375, within(1e-7f));
    }

    @Test
    void stateIsBytesForLargeTensorsAndFloatsForSmallOnes() {
        AdapterArray array = array(1);
        try (Optimizer optimizer = new AdamW8bit(kernels, manager, SETTINGS, List.of(new TrainedRows(array, 0)));
                Optimizer full = new AdamW(kernels, manager, SETTINGS, List.of(new TrainedRows(array, 0)))) {
            Map<String, NDArray> state = optimizer.state();
            assertThat(state.get("0.state1").getDataType()).isEqualTo(DataType.UINT8);
            assertThat(state.get("0.state2").getDataType()).isEqualTo(DataType.UINT8);
            // 16 x 300 are 18.75 blocks, 16 x 260 are 16.25
            assertThat(state.get("0.state1").getShape()).isEqualTo(new Shape(19 + 17, 256));
            assertThat(state.get("0.exp_avg").getShape()).isEqualTo(new Shape(16 * 50));
            long large = bytes(state) - 2 * 4 * 16 * 50;
            assertThat((double) large / (16 * 560)).isLessThan(2.2);
            assertThat(bytes(full.state())).isGreaterThan(8L * 16 * 610);
        }
    }

    private static long bytes(Map<String, NDArray> state) {
        return state.values().stream()
                .mapToLong(tensor -> tensor.size() * tensor.getDataType().getNumOfBytes())
                .sum();
    }

    /** Six updates of the second of two trials against the algorithm in Java. */
    @Test
    void updatesAsTheAlgorithmSays() {
        AdapterArray array = array(2);
        int d = array.layout().rowWidth();
        float[] weights = gradient(16 * d, 77);
        float[] other = gradient(16 * d, 78);
        array.write(0, other);
        array.write(1, weights);
        Reference reference = new Reference(weights, d);
        try (Optimizer optimizer = new AdamW8bit(kernels, manager, SETTINGS, List.of(new TrainedRows(array, 1)))) {
            for (int step = 1; step <= 6; step++) {
                float[] both = gradient(2 * 16 * d, step);
                backward(array, both);
                optimizer.step(LR);
                float[] own = new float[16 * d];
                System.arraycopy(both, 16 * d, own, 0, own.length);
                reference.step(own, step);
                assertThat(distance(array.read(1), reference.weights))
                        .as("step %d", step)
                        .isLessThan(1e-5);
            }
        }
        assertThat(array.read(0)).isEqualTo(other);
    }

    private static double distance(float[] actual, double[] expected) {
        double difference = 0;
        double square = 0;
        for (int i = 0; i < actual.length; i++) {
            difference += (actual[i] - expected[i]) * (actual[i] - expected[i]);
            square += expected[i] * expected[i];
        }
        return Math.sqrt(difference / square);
    }

    /** AdamW on rows (16, 610) with moments that go through 8 bits where a piece has 4096 elements. */
    private static final class Reference {
        private static final int[][] PIECES = {{0, 300}, {300, 260}, {560, 20}, {580, 30}};

        private final double[] weights;
        private final double[] m;
        private final double[] v;
        private final int d;

        Reference(float[] start, int d) {
            this.d = d;
            weights =
                    IntStream.range(0, start.length).mapToDouble(i -> start[i]).toArray();
            m = new double[start.length];
            v = new double[start.length];
        }

        void step(float[] g, int t) {
            double c1 = 1 - Math.pow(0.9, t);
            double c2 = 1 - Math.pow(0.999, t);
            for (int i = 0; i < g.length; i++) {
                m[i] = 0.9 * m[i] + 0.1 * g[i];
                v[i] = 0.999 * v[i] + 0.001 * g[i] * (double) g[i];
                weights[i] *= 1 - LR * 0.01;
                weights[i] -= LR / c1 * m[i] / (Math.sqrt(v[i] / c2) + 1e-8);
            }
            for (int[] piece : PIECES) {
                if (16 * piece[1] >= 4096) {
                    int[] places = IntStream.range(0, 16 * piece[1])
                            .map(i -> i / piece[1] * d + piece[0] + i % piece[1])
                            .toArray();
                    for (int start = 0; start < places.length; start += 256) {
                        int end = Math.min(places.length, start + 256);
                        round(m, places, start, end, DynamicCode.SIGNED.codes());
                        round(v, places, start, end, DynamicCode.UNSIGNED.codes());
                    }
                }
            }
        }

        private static void round(double[] values, int[] places, int start, int end, float[] code) {
            double scale = 0;
            for (int i = start; i < end; i++) {
                scale = Math.max(scale, Math.abs(values[places[i]]));
            }
            for (int i = start; i < end && scale > 0; i++) {
                double wanted = values[places[i]] / scale;
                double best = code[0];
                for (float candidate : code) {
                    best = Math.abs(candidate - wanted) < Math.abs(best - wanted) ? candidate : best;
                }
                values[places[i]] = best * scale;
            }
        }
    }
}
