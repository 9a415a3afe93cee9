package lorasweep.best;

import java.util.List;
import lorasweep.analysis.Standing;
import lorasweep.analysis.SweepAnalysis;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.analysis.verdict.Verdict;
import lorasweep.sweep.SweepState;
import lorasweep.sweep.SweepTrial;
import lorasweep.trial.Configuration;

/**
 * A configuration that is not shown to be worse than the winner. That may be because it is as good, or because little
 * is known of it: its score and its verdicts say which.
 *
 * @param name its values on the axes
 * @param score held-out score at its best moment against the base
 * @param verdicts of its trials, each once, in the order of their seeds
 */
public record Rival(String name, Estimate score, List<Verdict> verdicts) {
    /** Copies the verdicts. */
    public Rival {
        verdicts = List.copyOf(verdicts);
    }

    static Rival of(SweepState state, SweepAnalysis analysis, Configuration configuration) {
        Standing standing = analysis.leaderboard().standings().stream()
                .filter(candidate -> candidate.configuration().equals(configuration))
                .findFirst()
                .orElseThrow();
        return new Rival(
                name(state, configuration),
                standing.score(),
                analysis.trials().stream()
                        .filter(trial -> standing.trials().contains(trial.id()))
                        .map(trial -> trial.finding().verdict())
                        .distinct()
                        .toList());
    }

    /** A configuration's values on the axes. */
    static String name(SweepState state, Configuration configuration) {
        return state.trials().stream()
                .filter(trial -> trial.spec().configuration().equals(configuration))
                .map(SweepTrial::name)
                .findFirst()
                .orElseThrow();
    }
}
