package lorasweep.worker.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import lorasweep.worker.model.PredictionType;
import lorasweep.worker.model.SchedulerConfig;
import lorasweep.worker.model.SchedulerConfig.BetaSchedule;
import lorasweep.worker.model.StableDiffusionConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseScheduleTest {
    private static final NoiseSchedule SD15 = NoiseSchedule.of(StableDiffusionConfig.SD_1_5.scheduler());

    @ParameterizedTest
    @CsvSource({
        "0, 0.999150, 1175.47",
        "1, 0.998296, 585.864",
        "100, 0.894223, 8.45389",
        "500, 0.276333, 0.381850",
        "999, 0.004660, 0.00468192"
    })
    void isTheScheduleThatStableDiffusionWasTrainedWith(int timestep, double alphaCumprod, double snr) {
        assertThat(SD15.alphaCumprod(timestep)).isCloseTo(alphaCumprod, within(1e-6));
        assertThat(SD15.snr(timestep)).isCloseTo(snr, withinPercentage(3e-3));
    }

    @Test
    void aLinearScheduleGrowsInEqualSteps() {
        float[] betas = NoiseSchedule.betas(
                new SchedulerConfig(5, 0.1, 0.5, BetaSchedule.LINEAR, PredictionType.EPSILON, false));
        assertThat(betas).containsExactly(new float[] {0.1f, 0.2f, 0.3f, 0.4f, 0.5f}, within(1e-7f));
    }

    @Test
    void ratesOfSignalAndNoiseAreOneInSquares() {
        float[] signal = SD15.signalRates(0, 500, 999);
        float[] noise = SD15.noiseRates(0, 500, 999);
        for (int i = 0; i < signal.length; i++) {
            assertThat(signal[i] * signal[i] + noise[i] * noise[i]).isCloseTo(1, within(1e-6f));
        }
        assertThat(signal).isSortedAccordingTo((a, b) -> Float.compare(b, a));
    }

    @Test
    void sigmaIsTheTablesAtWholeTimestepsAndGeometricBetweenThem() {
        assertThat(SD15.sigmaAt(999)).isEqualTo(SD15.sigma(999)).isCloseTo(14.6146, within(1e-4));
        assertThat(SD15.sigmaAt(0)).isEqualTo(SD15.sigma(0)).isCloseTo(0.0291675, within(1e-7));
        assertThat(SD15.sigmaAt(10.5)).isCloseTo(Math.sqrt(SD15.sigma(10) * SD15.sigma(11)), within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.25, 1, 37.5, 500, 998.75, 999})
    void timestepAtInvertsSigmaAt(double timestep) {
        assertThat(SD15.timestepAt(SD15.sigmaAt(timestep))).isCloseTo(timestep, within(1e-9));
    }

    @Test
    void sigmasOutsideTheTableBelongToItsEnds() {
        assertThat(SD15.timestepAt(1e-3)).isZero();
        assertThat(SD15.timestepAt(100)).isEqualTo(999);
    }

    @Test
    void zeroTerminalSnrEndsInPureNoiseAndKeepsTheBeginning() {
        NoiseSchedule stretched = SD15.withZeroTerminalSnr();
        assertThat(stretched.alphaCumprod(0)).isCloseTo(SD15.alphaCumprod(0), within(1e-7));
        assertThat(stretched.alphaCumprod(999)).isZero();
        assertThat(stretched.snr(999)).isZero();
        assertThat(stretched.sigma(999)).isCloseTo(4096, within(0.01));
    }

    @Test
    void isStretchedWhenTheModelWasTrainedSo() {
        SchedulerConfig config = new SchedulerConfig(
                1000, 0.00085, 0.012, BetaSchedule.SCALED_LINEAR, PredictionType.V_PREDICTION, true);
        assertThat(NoiseSchedule.of(config).snr(999)).isZero();
    }
}
