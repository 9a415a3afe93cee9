package lorasweep.plan;

import java.util.List;

/**
 * Trials that are trained together.
 *
 * @param number from 1, in the order they are begun: longest first
 * @param trials longest first
 */
public record Pack(int number, List<PlannedTrial> trials) {

    /** Copies the list. */
    public Pack {
        trials = List.copyOf(trials);
    }

    /** Steps until its last trial ends. */
    public long steps() {
        return trials.stream().mapToLong(PlannedTrial::knownSteps).max().orElse(0);
    }
}
