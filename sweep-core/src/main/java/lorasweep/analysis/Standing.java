package lorasweep.analysis;

import java.util.List;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.trial.Configuration;
import lorasweep.trial.TrialId;

/**
 * Where a configuration stands, each of its trials taken at its own best moment.
 *
 * @param trials its trials, in the order of their seeds
 * @param score mean held-out score over images and seeds, relative to the base of the sweep's first trial
 * @param behind by how much its score lies above the winner's, paired by image; its error includes what
 *     seeds change
 * @param adjustedP two-sided p-value of that difference after Holm's correction over all configurations;
 *     1 for the winner
 */
public record Standing(
        Configuration configuration,
        List<TrialId> trials,
        Estimate score,
        Estimate behind,
        double adjustedP,
        Place place) {
    /** Copies the trials. */
    public Standing {
        trials = List.copyOf(trials);
    }

    /** The places. */
    public enum Place {
        /** The lowest score. */
        WINNER,
        /** Not shown to be worse than the winner. */
        TIED,
        /** Shown to be worse. */
        BEHIND
    }

    /** Whether nothing shows that the winner is better. */
    public boolean isTiedWithWinner() {
        return place != Place.BEHIND;
    }
}
