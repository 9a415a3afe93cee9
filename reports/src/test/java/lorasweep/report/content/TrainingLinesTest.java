package lorasweep.report.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import lorasweep.result.Curve;
import lorasweep.result.StepRecord;
import lorasweep.result.TrialCurves;
import org.junit.jupiter.api.Test;

class TrainingLinesTest {
    private static TrialCurves log(int steps) {
        return TrialCurves.of(LongStream.rangeClosed(1, steps)
                .mapToObj(step -> new StepRecord(
                        step,
                        1,
                        step % Curve.WEIGHTS_EVERY == 0
                                ? Map.of(Curve.LOSS_AVERAGE, (double) step, Curve.UNET_WEIGHTS, step / 10.0)
                                : Map.of(Curve.LOSS_AVERAGE, (double) step)))
                .toList());
    }

    @Test
    void aPointIsTheMeanOfWhatWasRecordedSinceTheOneBefore() {
        TrainingLines lines = TrainingLines.of(log(40), List.of(), 2);
        assertThat(lines.steps()).containsExactly(20L, 40L);
        assertThat(lines.curves())
                .containsEntry("loss/average", List.of(10.5, 30.5))
                .containsEntry("norm/unet_weights", List.of(1.5, 3.5));
    }

    @Test
    void aPointWithNothingRecordedIsEmpty() {
        TrainingLines lines = TrainingLines.of(log(20), List.of(), 8);
        assertThat(lines.steps()).containsExactly(2L, 5L, 7L, 10L, 12L, 15L, 17L, 20L);
        assertThat(lines.curves().get("norm/unet_weights"))
                .containsExactly(null, null, null, 1.0, null, null, null, 2.0);
        assertThat(lines.curves().get("loss/average")).doesNotContainNull();
    }

    @Test
    void aTrialThatEndsBeforeTheFirstNormHasNoSuchCurve() {
        TrainingLines lines = TrainingLines.of(log(3), List.of(), 100);
        assertThat(lines.steps()).hasSize(3);
        assertThat(lines.curves()).containsOnlyKeys("loss/average");
    }
}
