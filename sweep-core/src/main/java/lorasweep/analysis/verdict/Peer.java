package lorasweep.analysis.verdict;

import lorasweep.analysis.score.TrialScores;
import lorasweep.trial.TrialId;

/**
 * The best trial of the sweep, which shows what can be learned from its data.
 *
 * @param scores with at least one trained moment scored
 */
public record Peer(TrialId trial, TrialScores scores) {
    /** Its best moment. */
    int best() {
        return scores.best().orElseThrow();
    }
}
