package lorasweep.analysis;

import java.util.List;
import lorasweep.result.TrialResult;
import lorasweep.trial.TrialSpec;

/**
 * A trial of a sweep and what it has left so far.
 *
 * @param levels for every axis the number of the trial's level, from 0
 */
public record Entry(TrialSpec spec, List<Integer> levels, TrialResult result) {
    /** Copies the levels. */
    public Entry {
        levels = List.copyOf(levels);
    }
}
