package lorasweep.worker.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import lorasweep.worker.diffusion.DpmPlusPlus2mSampler.Order;
import lorasweep.worker.diffusion.DpmPlusPlusSdeSampler.Path;
import lorasweep.worker.model.StableDiffusionConfig;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.Torch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamplerTest {
    private static final NoiseSchedule SD15 = NoiseSchedule.of(StableDiffusionConfig.SD_1_5.scheduler());
    private static final GaussianDenoiser DATA = new GaussianDenoiser(0.3, 0.7);
    private static final Sampler EULER = new EulerAncestralSampler(0);
    private static final Sampler DPMPP_2M = new DpmPlusPlus2mSampler(0, Order.SECOND);
    private static final Sampler DPMPP_SDE = new DpmPlusPlusSdeSampler(1, Path.BROWNIAN);

    private static NDManager manager;
    private static Kernels kernels;

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

    static List<Sampler> all() {
        return List.of(
                DdimSampler.UNCLIPPED,
                EULER,
                DPMPP_2M,
                new DpmPlusPlusSdeSampler(0, Path.BROWNIAN),
                new EulerAncestralSampler(1),
                new DpmPlusPlus2mSampler(1, Order.SECOND),
                DPMPP_SDE,
                new DpmPlusPlusSdeSampler(1, Path.INDEPENDENT));
    }

    static List<Sampler> stochastic() {
        return all().subList(4, 8);
    }

    @Test
    void refusesMoreStepsThanThereAreTimesteps() {
        assertThatThrownBy(() -> SamplingSchedule.karras(SD15, 1001))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1001 steps, expected 1 to 1000");
        assertThatThrownBy(() -> SamplingSchedule.leading(SD15, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(SamplingSchedule.leading(SD15, 1000, 1).levels().get(0).timestep())
                .isEqualTo(999);
    }

    @ParameterizedTest
    @MethodSource("all")
    void arrivesExactlyWhereAllDataIsOnePoint(Sampler sampler) {
        SamplingSchedule schedule = SamplingSchedule.karras(SD15, 3);
        float[] latents = run(sampler, schedule, new GaussianDenoiser(0.25, 0), noise(1L));
        assertThat(latents).hasSize(4 * 6 * 6).containsOnly(0.25f);
    }

    @Test
    void convergesToTheFlowWithTheOrderOfTheMethod() {
        assertThat(order(DdimSampler.UNCLIPPED)).isCloseTo(1, within(0.25));
        assertThat(order(EULER)).isCloseTo(1, within(0.25));
        assertThat(order(DPMPP_2M)).isCloseTo(2, within(0.4));
        assertThat(order(new DpmPlusPlusSdeSampler(0, Path.BROWNIAN))).isCloseTo(2, within(0.4));
    }

    /** How the error at the end of a run shrinks from 24 to 48 steps, as a power of the step. */
    private static double order(Sampler sampler) {
        return Math.log(error(sampler, 24) / error(sampler, 48)) / Math.log(2);
    }

    private static double error(Sampler sampler, int steps) {
        SamplingSchedule schedule = SamplingSchedule.karras(SD15, steps).endingAt(SD15.sigma(0) / 2);
        SeededNoise noise = noise(7L);
        float[] start = noise.initial(manager).toFloatArray();
        float[] end = run(sampler, schedule, DATA, noise);
        double worst = 0;
        for (int i = 0; i < end.length; i++) {
            double exact = DATA.flow(start[i] * schedule.initialScale(), schedule.sigma(0), schedule.finalSigma())
                    / Math.hypot(schedule.finalSigma(), 1);
            worst = Math.max(worst, Math.abs(end[i] - exact));
        }
        return worst;
    }

    @ParameterizedTest
    @MethodSource("stochastic")
    void freshNoiseLeavesTheDistributionOfTheDataAlone(Sampler sampler) {
        assertThat(deviation(sampler, 160)).isCloseTo(DATA.deviation(), within(0.03));
    }

    @Test
    void aBrownianPathKeepsTheSpreadThatUnrelatedNoisesNarrow() {
        assertThat(deviation(new DpmPlusPlusSdeSampler(1, Path.BROWNIAN), 20)).isCloseTo(0.7, within(0.02));
        assertThat(deviation(new DpmPlusPlusSdeSampler(1, Path.INDEPENDENT), 20))
                .isLessThan(0.65);
    }

    /** The standard deviation of 10,000 latents; their mean must be that of the data. */
    private static double deviation(Sampler sampler, int steps) {
        SamplingSchedule schedule = SamplingSchedule.karras(SD15, steps);
        float[] latents = run(sampler, schedule, DATA, new SeededNoise(List.of(3L), 4, 50, 50));
        double mean = average(latents, value -> value);
        assertThat(mean).isCloseTo(DATA.mean(), within(0.03));
        return Math.sqrt(average(latents, value -> (value - mean) * (value - mean)));
    }

    private static double average(float[] values, DoubleUnaryOperator function) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> function.applyAsDouble(values[i]))
                .average()
                .orElseThrow();
    }

    @Test
    void ddimIsEulersMethodInTheseCoordinates() {
        SamplingSchedule schedule = SamplingSchedule.leading(SD15, 10, 1);
        assertThat(run(DdimSampler.UNCLIPPED, schedule, DATA, noise(5L)))
                .containsExactly(run(EULER, schedule, DATA, noise(5L)), within(1e-6f));
    }

    @Test
    void aClipThatIsNeverReachedChangesNothing() {
        SamplingSchedule schedule = SamplingSchedule.leading(SD15, 10, 1);
        assertThat(run(new DdimSampler(100), schedule, DATA, noise(5L)))
                .containsExactly(run(DdimSampler.UNCLIPPED, schedule, DATA, noise(5L)), within(1e-6f));
    }

    @Test
    void aClipLimitsWhatTheRunEndsIn() {
        SamplingSchedule schedule = SamplingSchedule.leading(SD15, 10, 1).endingAt(0);
        float[] latents = run(new DdimSampler(0.5), schedule, new GaussianDenoiser(0, 5), noise(5L));
        assertThat(latents).contains(0.5f, -0.5f);
        assertThat(IntStream.range(0, latents.length).mapToDouble(i -> Math.abs(latents[i])))
                .allMatch(value -> value <= 0.5);
    }

    @Test
    void anImageDoesNotDependOnTheImagesBesideIt() {
        SamplingSchedule schedule = SamplingSchedule.karras(SD15, 4);
        float[] both = run(DPMPP_SDE, schedule, DATA, noise(11L, 12L));
        assertThat(Arrays.copyOfRange(both, both.length / 2, both.length))
                .containsExactly(run(DPMPP_SDE, schedule, DATA, noise(12L)));
    }

    @Test
    void oneStepGoesStraightToTheFirstEstimate() {
        SamplingSchedule schedule = SamplingSchedule.uniform(SD15, 1);
        float[] noise = noise(2L).initial(manager).toFloatArray();
        float[] latents = run(DPMPP_2M, schedule, DATA, noise(2L));
        double sigma = schedule.sigma(0);
        double expected = (0.49 * noise[0] * sigma + sigma * sigma * 0.3) / (0.49 + sigma * sigma);
        assertThat((double) latents[0]).isCloseTo(expected, within(1e-6));
    }

    @Test
    void leavesNoArrayBehind() {
        try (NDManager owner = manager.newSubManager()) {
            SamplingRun run = new SamplingRun(kernels, DPMPP_SDE, SamplingSchedule.karras(SD15, 4));
            NDArray latents = run.latents(owner, DATA, noise(1L), done -> {});
            assertThat(owner.getManagedArrays()).containsExactly(latents);
            assertThat(latents.getShape()).isEqualTo(new Shape(1, 4, 6, 6));
        }
    }

    private static SeededNoise noise(Long... seeds) {
        return new SeededNoise(List.of(seeds), 4, 6, 6);
    }

    private static float[] run(Sampler sampler, SamplingSchedule schedule, Denoiser denoiser, SamplerNoise noise) {
        int[] steps = {0};
        try (NDArray latents = new SamplingRun(kernels, sampler, schedule)
                .latents(manager, denoiser, noise, done -> assertThat(done).isEqualTo(++steps[0]))) {
            assertThat(steps[0]).isEqualTo(schedule.steps());
            return latents.toFloatArray();
        }
    }
}
