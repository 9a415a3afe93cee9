package lorasweep.worker.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import lorasweep.worker.model.PredictionType;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.Torch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GuidedDenoiserTest {
    private static final NoiseLevel LEVEL = new NoiseLevel(2, 700.5);

    private static NDManager manager;
    private static Kernels kernels;

    private final List<Shape> passes = new ArrayList<>();

    @BeforeAll
    static void start() {
        manager = Torch.newManager(Device.cpu());
        kernels = Kernels.compile(manager);
    }

    @AfterAll
    static void stop() {
        kernels.close();
        manager.close();
    }

    /** Predicts for each sample: its first latent + the sum of its context, + 100 for samples of the second half. */
    private NDArray predict(NDManager owner, NDArray latents, double timestep, NDArray context) {
        assertThat(timestep).isEqualTo(700.5);
        passes.add(context.getShape());
        int n = (int) latents.getShape().get(0);
        float[] x = latents.toFloatArray();
        float[] text = context.toFloatArray();
        float[] out = new float[n];
        for (int i = 0; i < n; i++) {
            out[i] = x[i] + (2 * i >= n && n > 1 ? 100 : 0);
            for (int j = 0; j < text.length / n; j++) {
                out[i] += text[i * (text.length / n) + j];
            }
        }
        return owner.create(out, latents.getShape());
    }

    @Test
    void exaggeratesThePromptOfEachSampleAndKeepsTheOrderOfTrials() {
        NDArray x = manager.create(new float[] {1, 2}, new Shape(2, 1, 1, 1));
        NDArray positive = manager.create(new float[] {10, 20}, new Shape(2, 1, 1));
        NDArray negative = manager.create(new float[] {3, 5}, new Shape(2, 1, 1));
        float[] clean =
                guided(positive, negative, 4, 2).denoise(manager, x, LEVEL).toFloatArray();
        float seen = (float) (1 / Math.sqrt(5));
        assertThat(passes).containsExactly(new Shape(4, 1, 1));
        assertThat(clean)
                .containsExactly(
                        new float[] {1 - 2 * (seen + 3 + 4 * 7), 2 - 2 * (2 * seen + 100 + 5 + 4 * 15)}, within(1e-3f));
    }

    @Test
    void contextsOfDifferentLengthTakeAPassEach() {
        NDArray x = manager.create(new float[] {1}, new Shape(1, 1, 1, 1));
        NDArray positive = manager.create(new float[] {4, 6}, new Shape(1, 2, 1));
        NDArray negative = manager.create(new float[] {3}, new Shape(1, 1, 1));
        float[] clean =
                guided(positive, negative, 2, 1).denoise(manager, x, LEVEL).toFloatArray();
        assertThat(passes).containsExactly(new Shape(1, 1, 1), new Shape(1, 2, 1));
        assertThat(clean[0]).isCloseTo((float) (1 - 2 * (1 / Math.sqrt(5) + 17)), within(1e-4f));
    }

    @Test
    void atScaleOneTheNegativePromptCostsNothing() {
        NDArray x = manager.create(new float[] {1}, new Shape(1, 1, 1, 1));
        NDArray positive = manager.create(new float[] {4}, new Shape(1, 1, 1));
        float[] clean =
                guided(positive, positive, 1, 1).denoise(manager, x, LEVEL).toFloatArray();
        assertThat(passes).hasSize(1);
        assertThat(clean[0]).isCloseTo((float) (1 - 2 * (1 / Math.sqrt(5) + 4)), within(1e-5f));
    }

    @Test
    void velocityAndNoiseOfTheSameLatentGiveTheSameEstimate() {
        double sigma = LEVEL.sigma();
        float clean = 0.4f;
        float noise = -1.3f;
        NDArray x = manager.create(new float[] {(float) (clean + sigma * noise)}, new Shape(1, 1, 1, 1));
        NDArray text = manager.create(new float[] {0}, new Shape(1, 1, 1));
        double signalRate = 1 / Math.hypot(sigma, 1);
        float velocity = (float) (signalRate * noise - sigma * signalRate * clean);
        assertThat(predicting(noise, PredictionType.EPSILON, text)
                        .denoise(manager, x, LEVEL)
                        .toFloatArray()[0])
                .isCloseTo(clean, within(1e-6f));
        assertThat(predicting(velocity, PredictionType.V_PREDICTION, text)
                        .denoise(manager, x, LEVEL)
                        .toFloatArray()[0])
                .isCloseTo(clean, within(1e-6f));
    }

    private GuidedDenoiser guided(NDArray positive, NDArray negative, double scale, int trials) {
        return new GuidedDenoiser(kernels, this::predict, PredictionType.EPSILON, positive, negative, scale, trials);
    }

    private static GuidedDenoiser predicting(float value, PredictionType type, NDArray text) {
        NoisePredictor constant = (owner, latents, timestep, context) -> owner.full(latents.getShape(), value);
        return new GuidedDenoiser(kernels, constant, type, text, text, 1, 1);
    }
}
