package lorasweep.report.html;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lorasweep.report.content.AxisFacts;
import lorasweep.report.content.PickCard;
import lorasweep.report.content.Report;
import lorasweep.report.content.TrialFacts;

/** Names of trials beside the pick: only what they do otherwise. */
final class Differences {
    private Differences() {}

    /** For example "max_train_epochs=12"; the whole name for the pick itself, or if there is none. */
    static String fromPick(Report report, int trial) {
        TrialFacts facts = report.trials().get(trial);
        PickCard pick = report.pick();
        if (pick == null || pick.trial() == trial) {
            return facts.name();
        }
        TrialFacts picked = report.trials().get(pick.trial());
        List<AxisFacts> axes = report.axes();
        String differences = IntStream.range(0, axes.size())
                .filter(axis -> !facts.levels().get(axis).equals(picked.levels().get(axis)))
                .mapToObj(axis -> axes.get(axis).setting() + "="
                        + axes.get(axis).levels().get(facts.levels().get(axis)))
                .collect(Collectors.joining(" "));
        return !differences.isEmpty()
                ? differences
                : facts.seed() == picked.seed() ? facts.name() : "seed=" + facts.seed();
    }
}
