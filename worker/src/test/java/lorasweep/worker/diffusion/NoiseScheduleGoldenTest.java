package lorasweep.worker.diffusion;

import static lorasweep.worker.model.PredictionType.EPSILON;
import static lorasweep.worker.model.PredictionType.V_PREDICTION;
import static lorasweep.worker.testing.TensorAssert.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import lorasweep.worker.model.PredictionType;
import lorasweep.worker.model.StableDiffusionConfig;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.testing.Goldens;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.Torch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("golden")
class NoiseScheduleGoldenTest {
    private static final String FILE = "noise_scheduler.safetensors";
    private static final double TOLERANCE = Goldens.tolerance(FILE, "rel");
    private static final double CUMULATIVE_TOLERANCE = Goldens.tolerance(FILE, "allow");

    private static final NoiseSchedule SCHEDULE = NoiseSchedule.of(StableDiffusionConfig.SD_1_5.scheduler());

    private static NDManager manager;
    private static Kernels kernels;
    private static SafetensorsFile goldens;

    @BeforeAll
    static void open() {
        manager = Torch.newManager(Device.cpu());
        kernels = Kernels.compile(manager);
        goldens = Goldens.tensors("golden/" + FILE);
    }

    @AfterAll
    static void close() {
        goldens.close();
        kernels.close();
        manager.close();
    }

    @Test
    void betas() {
        float[] betas = NoiseSchedule.betas(StableDiffusionConfig.SD_1_5.scheduler());
        assertTable("betas", t -> betas[t], TOLERANCE);
    }

    @Test
    void alphasCumprod() {
        assertTable("alphas_cumprod", SCHEDULE::alphaCumprod, CUMULATIVE_TOLERANCE);
    }

    @Test
    void zeroTerminalSnr() {
        assertTable(
                "zero_terminal_snr_alphas_cumprod", SCHEDULE.withZeroTerminalSnr()::alphaCumprod, CUMULATIVE_TOLERANCE);
    }

    @Test
    void signalToNoiseRatio() {
        assertTable("snr", SCHEDULE::snr, CUMULATIVE_TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20})
    void minSnr(int gamma) {
        LossWeighting weighting = new LossWeighting(gamma, false, 0, false);
        assertWeights("min_snr_gamma_%d_eps".formatted(gamma), weighting, EPSILON);
        assertWeights("min_snr_gamma_%d_v".formatted(gamma), weighting, V_PREDICTION);
    }

    @Test
    void otherWeights() {
        assertWeights("debiased_estimation_weight", new LossWeighting(0, false, 0, true), EPSILON);
        assertWeights("v_pred_like_noise_scale", new LossWeighting(0, true, 0, false), V_PREDICTION);
        assertWeights("add_v_pred_like_loss_0p3", new LossWeighting(0, false, 0.3, false), EPSILON);
    }

    @ParameterizedTest
    @CsvSource({"add_noise, add_noise_out", "velocity, velocity_out"})
    void noisyLatentsAndVelocity(String kernel, String expected) {
        int[] timesteps = Arrays.stream(tensor("add_noise_timesteps").toLongArray())
                .mapToInt(Math::toIntExact)
                .toArray();
        NDArray signal = manager.create(SCHEDULE.signalRates(timesteps));
        NDArray noise = manager.create(SCHEDULE.noiseRates(timesteps));
        NDArray actual =
                kernels.tensor(manager, kernel, tensor("add_noise_x0"), tensor("add_noise_noise"), signal, noise);
        assertThatTensor(actual).isCloseTo(tensor(expected), TOLERANCE);
    }

    @ParameterizedTest
    @CsvSource({"0, noise_offset_0p1", "0.05, noise_offset_0p1_adaptive_0p05"})
    void noiseOffset(float adaptive, String expected) {
        NDArray base = tensor("noise_offset_base");
        Shape samples = new Shape(base.getShape().get(0));
        NDArray actual = kernels.tensor(
                manager,
                "offset_noise",
                base,
                tensor("noise_offset_rand"),
                tensor("noise_offset_latents"),
                manager.full(samples, 0.1f),
                manager.full(samples, adaptive));
        assertThatTensor(actual).isCloseTo(tensor(expected), TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"l2", "huber", "smooth_l1"})
    void elementLosses(String type) {
        NDArray prediction = tensor("loss_pred");
        NDArray target = tensor("loss_target");
        NDArray threshold = manager.full(new Shape(prediction.getShape().get(0)), 0.1f);
        Object[] arguments =
                type.equals("l2") ? new Object[] {prediction, target} : new Object[] {prediction, target, threshold};
        NDArray expected = tensor("loss_%s_c0p1".formatted(type));
        assertThatTensor(kernels.tensor(manager, type + "_error", arguments)).isCloseTo(expected, TOLERANCE);
        assertThatTensor(kernels.tensor(manager, type + "_loss", arguments))
                .isCloseTo(expected.reshape(expected.getShape().get(0), -1).mean(new int[] {1}), TOLERANCE);
    }

    private static void assertWeights(String name, LossWeighting weighting, PredictionType prediction) {
        assertTable(name, t -> weighting.weight(SCHEDULE.snr(t), prediction), CUMULATIVE_TOLERANCE);
    }

    private static void assertTable(String name, IntToDoubleFunction actual, double tolerance) {
        float[] expected = tensor(name).toFloatArray();
        assertThat(expected).hasSize(SCHEDULE.timesteps());
        for (int t = 0; t < expected.length; t++) {
            double error = Math.abs(actual.applyAsDouble(t) - expected[t]);
            assertThat(error).as("%s[%d]", name, t).isLessThanOrEqualTo(tolerance * Math.abs(expected[t]));
        }
    }

    private static NDArray tensor(String name) {
        return goldens.load(name, manager);
    }
}
