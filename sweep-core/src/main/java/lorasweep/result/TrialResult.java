package lorasweep.result;

import java.util.List;
import java.util.Optional;

/**
 * All that a trial has left so far, except its curves per step.
 *
 * @param probes empty before the first measurement
 * @param epochs in order
 * @param weightTests in the order of their steps
 * @param measures in the order of their steps
 * @param outcome empty while the trial runs
 */
public record TrialResult(
        Optional<ProbeTable> probes,
        List<EpochRecord> epochs,
        List<WeightTest> weightTests,
        List<Measure> measures,
        Optional<TrialOutcome> outcome) {
    /** Copies the lists. */
    public TrialResult {
        epochs = List.copyOf(epochs);
        weightTests = List.copyOf(weightTests);
        measures = List.copyOf(measures);
    }
}
