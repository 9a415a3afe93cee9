package lorasweep.report.content;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import lorasweep.analysis.SweepAnalysis;
import lorasweep.analysis.TrialAnalysis;
import lorasweep.analysis.verdict.FlagKind;
import lorasweep.analysis.verdict.Verdict;

/** The flag board: every verdict, then every sign that was seen. */
final class Board {
    private static final Map<Verdict, String> VERDICTS = new EnumMap<>(Map.of(
            Verdict.GOOD, "As good on held-out images as this trial gets.",
            Verdict.UNDERFIT, "More or stronger training would lower the held-out loss.",
            Verdict.OVERFIT, "Trained beyond its best: held-out loss rose while the training images' did not.",
            Verdict.DIVERGED, "Training broke down: losses rose on training images too, or are no numbers.",
            Verdict.NO_LEARNING, "Nothing was learned: the training images' loss is the base's.",
            Verdict.INCONCLUSIVE, "The data cannot tell."));
    private static final Map<FlagKind, String> SIGNS = new EnumMap<>(Map.of(
            FlagKind.PROMPT_IGNORED, "The picture changes far less with the prompt than the base's does.",
            FlagKind.BLEED, "Without its trigger word the LoRA acts nearly as with it.",
            FlagKind.COPIES, "Samples are nearly copies of single training images.",
            FlagKind.VARIETY_COLLAPSED, "Samples of one prompt look alike over seeds.",
            FlagKind.TOO_STRONG, "Held-out loss is lower at a LoRA weight well below 1.",
            FlagKind.TOO_WEAK, "Held-out loss is lower at a LoRA weight well above 1.",
            FlagKind.NORM_CEILING, "Much of the LoRA is held at the ceiling of scale_weight_norms.",
            FlagKind.EPOCH_LOSS_JUMPED, "loss/epoch_average rose sharply. A weak sign.",
            FlagKind.EPOCH_LOSS_SWINGS, "loss/epoch_average swings between epochs. A weak sign."));

    private Board() {}

    static List<Tally> of(SweepAnalysis analysis) {
        List<Tally> board = new ArrayList<>();
        VERDICTS.forEach((verdict, meaning) -> board.add(new Tally(
                verdict.name(),
                true,
                meaning,
                indices(analysis, trial -> trial.finding().verdict() == verdict))));
        SIGNS.forEach((kind, meaning) -> {
            List<Integer> trials =
                    indices(analysis, trial -> trial.flags().stream().anyMatch(flag -> flag.kind() == kind));
            if (!trials.isEmpty()) {
                board.add(new Tally(kind.name(), false, meaning, trials));
            }
        });
        return board;
    }

    private static List<Integer> indices(SweepAnalysis analysis, Predicate<TrialAnalysis> has) {
        return IntStream.range(0, analysis.trials().size())
                .filter(i -> has.test(analysis.trials().get(i)))
                .boxed()
                .toList();
    }
}
