package lorasweep.plan;

import java.util.List;
import java.util.Optional;
import lorasweep.trial.StepArithmetic;
import lorasweep.trial.TrialId;
import lorasweep.trial.TrialSpec;

/**
 * A trial of a plan.
 *
 * @param spec all its settings
 * @param id its name everywhere
 * @param name its values on the axes that vary, for people, for example
 *     {@code network_dim=8 unet_lr=1e-4}
 * @param written its values on the axes as they are written, in the order of the axes
 * @param steps how many steps it has; empty if its images cannot be counted from here
 */
public record PlannedTrial(
        TrialSpec spec, TrialId id, String name, List<String> written, Optional<StepArithmetic> steps) {
    /** Copies the values. */
    public PlannedTrial {
        written = List.copyOf(written);
    }

    /** Its steps, as far as they are known. */
    public long knownSteps() {
        return steps.map(StepArithmetic::totalSteps).orElse((long) spec.length().maxTrainSteps());
    }
}
