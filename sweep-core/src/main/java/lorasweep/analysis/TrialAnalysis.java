package lorasweep.analysis;

import java.util.List;
import java.util.Optional;
import lorasweep.analysis.verdict.Finding;
import lorasweep.analysis.verdict.Flag;
import lorasweep.result.TrialOutcome;
import lorasweep.trial.TrialId;
import lorasweep.trial.TrialSpec;

/**
 * What was found about one trial.
 *
 * @param levels for every axis the number of the trial's level
 * @param outcome how it ended; empty while it runs
 * @param fit its course; empty if it left no measurement on held-out images
 * @param finding the verdict
 * @param flags further signs
 */
public record TrialAnalysis(
        TrialId id,
        TrialSpec spec,
        List<Integer> levels,
        Optional<TrialOutcome> outcome,
        Optional<Fit> fit,
        Finding finding,
        List<Flag> flags) {
    /** Copies the lists. */
    public TrialAnalysis {
        levels = List.copyOf(levels);
        flags = List.copyOf(flags);
    }
}
