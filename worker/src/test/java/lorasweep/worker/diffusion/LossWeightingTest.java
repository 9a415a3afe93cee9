package lorasweep.worker.diffusion;

import static lorasweep.worker.model.PredictionType.EPSILON;
import static lorasweep.worker.model.PredictionType.V_PREDICTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import lorasweep.worker.diffusion.HuberThreshold.Schedule;
import lorasweep.worker.model.StableDiffusionConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossWeightingTest {
    private static final NoiseSchedule SD15 = NoiseSchedule.of(StableDiffusionConfig.SD_1_5.scheduler());
    private static final LossWeighting MIN_SNR_5 = new LossWeighting(5, false, 0, false);
    private static final LossWeighting SCALED = new LossWeighting(0, true, 0, false);
    private static final LossWeighting DEBIASED = new LossWeighting(0, false, 0, true);

    @ParameterizedTest
    @CsvSource({
        "0, 0.0042536, 0.00425, 0.031623, 0.99900",
        "1, 0.0085344, 0.0085199, 0.041314, 0.99830",
        "100, 0.59144, 0.52888, 0.34393, 0.89422",
        "200, 1, 0.75369, 0.57167, 0.75369",
        "800, 1, 0.03687, 5.1110, 0.03687",
        "999, 1, 0.0046601, 14.615, 0.0046601"
    })
    void weighsLikeTheReferenceTrainer(int timestep, double epsilon, double velocity, double debiased, double scaled) {
        double snr = SD15.snr(timestep);
        assertThat(MIN_SNR_5.weight(snr, EPSILON)).isCloseTo(epsilon, withinPercentage(0.01));
        assertThat(MIN_SNR_5.weight(snr, V_PREDICTION)).isCloseTo(velocity, withinPercentage(0.02));
        assertThat(DEBIASED.weight(snr, EPSILON)).isCloseTo(debiased, withinPercentage(0.01));
        assertThat(SCALED.weight(snr, V_PREDICTION)).isCloseTo(scaled, withinPercentage(0.01));
    }

    @Test
    void gammaFiveTouches147Timesteps() {
        long touched = 0;
        for (int t = 0; t < SD15.timesteps(); t++) {
            touched += MIN_SNR_5.weight(SD15.snr(t), EPSILON) < 1 ? 1 : 0;
        }
        assertThat(touched).isEqualTo(147);
    }

    @Test
    void debiasingAVelocityIsItsOwnFormula() {
        assertThat(DEBIASED.weight(3, V_PREDICTION)).isEqualTo(0.25);
    }

    @Test
    void weightsMultiply() {
        LossWeighting all = new LossWeighting(2, true, 0.5, true);
        assertThat(all.weight(4, V_PREDICTION)).isCloseTo(2 / 5.0 * (4 / 5.0) * (1 + 0.5 * 5 / 4) / 5, within(1e-15));
        assertThat(LossWeighting.NONE.weight(4, EPSILON)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "EXPONENTIAL, 0, 1",
        "EXPONENTIAL, 500, 0.316228",
        "EXPONENTIAL, 999, 0.100231",
        "SNR, 0, 0.949710",
        "SNR, 500, 0.231284",
        "SNR, 999, 0.103691",
        "CONSTANT, 500, 0.1"
    })
    void theHuberThresholdFollowsItsSchedule(Schedule schedule, int timestep, double expected) {
        assertThat(new HuberThreshold(schedule, 0.1, 1).at(timestep, SD15)).isCloseTo(expected, within(1e-6));
    }

    @Test
    void theHuberScaleLeavesTheSnrScheduleAlone() {
        assertThat(new HuberThreshold(Schedule.CONSTANT, 0.1, 2).at(0, SD15)).isEqualTo(0.2);
        assertThat(new HuberThreshold(Schedule.EXPONENTIAL, 0.1, 2).at(0, SD15)).isEqualTo(2);
        assertThat(new HuberThreshold(Schedule.SNR, 0.1, 2).at(500, SD15))
                .isEqualTo(new HuberThreshold(Schedule.SNR, 0.1, 1).at(500, SD15));
    }
}
