package lorasweep.driver;

import java.util.List;
import lorasweep.result.TrialOutcome;
import lorasweep.sweep.LedgerEvent.RunEnd;
import lorasweep.trial.TrialId;

/**
 * How a run ended, and how far the sweep is.
 *
 * @param failures trials that have failed, in the order of the grid
 * @param isNews whether anything is different from before the run
 */
public record SweepResult(RunEnd end, SweepProgress progress, List<Failed> failures, boolean isNews) {
    /** Copies the list. */
    public SweepResult {
        failures = List.copyOf(failures);
    }

    /** A trial that has failed, and why. */
    public record Failed(TrialId trial, String name, TrialOutcome.Failure failure) {}
}
