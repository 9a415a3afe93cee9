package lorasweep.analysis.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import lorasweep.result.Measure;
import lorasweep.trial.TrialSpec;
import org.junit.jupiter.api.Test;

/** On what was measured of trials of the demo, whose pictures were looked at. */
class CheckpointFlagsTest {
    private static final TrialSpec SPEC = TrialSpec.of(Map.of(
            "pretrained_model_name_or_path", "/models/base", "train_data_dir", "/data/faces", "max_train_epochs", 4));

    /** Rate 1.5e-3, 4 epochs: a yellow face for the trigger, a fox for "fox face". */
    private static List<Measure> good() {
        return List.of(
                new Measure.PromptSensitivity(4, 160, List.of(0.323, 0.423, 0.405, 0.545, 0.402, 0.458, 0.405, 0.558)),
                new Measure.Bleed(
                        4,
                        160,
                        List.of(0.304, 0.053, 0.279, 0.044, 0.251, 0.048, 0.263, 0.059),
                        List.of(0.379, 0.095, 0.341, 0.104, 0.329, 0.098, 0.326, 0.100)));
    }

    /** Rate 3e-3, 12 epochs: a yellow face for "fox face" too. */
    private static List<Measure> tooLong() {
        return List.of(
                new Measure.PromptSensitivity(12, 480, List.of(0.262, 0.377, 0.231, 0.217, 0.239, 0.196, 0.359, 0.499)),
                new Measure.Bleed(
                        12,
                        480,
                        List.of(0.388, 0.059, 0.345, 0.040, 0.330, 0.059, 0.296, 0.072),
                        List.of(0.426, 0.090, 0.385, 0.106, 0.363, 0.099, 0.353, 0.102)));
    }

    /** Rate 1.5e-2: noise, whatever the prompt. */
    private static List<Measure> broken() {
        return List.of(
                new Measure.PromptSensitivity(4, 160, List.of(0.209, 0.640, 0.169, 0.550, 0.160, 0.386, 0.315, 0.962)),
                new Measure.Bleed(
                        4,
                        160,
                        List.of(0.424, 0.203, 0.423, 0.194, 0.432, 0.206, 0.429, 0.207),
                        List.of(0.435, 0.227, 0.455, 0.218, 0.440, 0.215, 0.448, 0.221)));
    }

    private static List<FlagKind> flags(List<Measure> measures) {
        return CheckpointFlags.of(SPEC, measures).stream().map(Flag::kind).toList();
    }

    @Test
    void aTrialThatKeepsOtherPromptsAsTheyWereHasNoFlag() {
        assertThat(flags(good())).isEmpty();
    }

    @Test
    void aTrialThatDrawsItsSubjectWhateverThePromptIsFlaggedForBoth() {
        assertThat(flags(tooLong())).containsExactly(FlagKind.PROMPT_IGNORED, FlagKind.BLEED);
    }

    @Test
    void aBrokenTrialActsWithoutItsTriggerAsWithIt() {
        assertThat(flags(broken())).containsExactly(FlagKind.BLEED);
    }

    @Test
    void measuresThatAreNoNumbersTellNothing() {
        assertThat(flags(List.of(
                        new Measure.PromptSensitivity(1, 1, List.of(Double.NaN)),
                        new Measure.Bleed(1, 1, List.of(0.1, Double.NaN), List.of(0.1, 0.1)),
                        new Measure.Bleed(1, 1, List.of(0.1), List.of(Double.POSITIVE_INFINITY)),
                        new Measure.Bleed(1, 1, List.of(0.0), List.of(0.0)),
                        new Measure.Bleed(1, 1, List.of(), List.of()))))
                .isEmpty();
    }
}
