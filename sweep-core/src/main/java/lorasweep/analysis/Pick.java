package lorasweep.analysis;

import java.util.List;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.trial.Configuration;
import lorasweep.trial.TrialId;

/**
 * The checkpoint to take.
 *
 * @param trial the trial to take it from
 * @param moment index of the moment to take
 * @param window the trial's usable moments
 * @param gain by how much its held-out score lies below the base's
 * @param behindWinner by how much its configuration's score lies above the lowest; 0 for the winner itself
 * @param rivals configurations tied with the winner, this one left out
 * @param sentence why, as a person would say it
 */
public record Pick(
        TrialId trial,
        int moment,
        Fit.Window window,
        Estimate gain,
        Estimate behindWinner,
        List<Configuration> rivals,
        String sentence) {
    /** Copies the rivals. */
    public Pick {
        rivals = List.copyOf(rivals);
    }
}
