package lorasweep.driver;

import java.util.List;
import lorasweep.plan.PlannedTrial;

/**
 * A pack that waits or runs.
 *
 * @param number names it in this sweep
 * @param trials those without an outcome when it was put into the queue
 * @param attempt how often it was given out
 * @param losses how many executors it has lost in a row without getting any further
 * @param reached steps its trials had made together when it lost the last one
 */
record PendingPack(int number, List<PlannedTrial> trials, int attempt, int losses, long reached) {
    PendingPack {
        trials = List.copyOf(trials);
    }

    static PendingPack of(int number, List<PlannedTrial> trials) {
        return new PendingPack(number, trials, 0, 0, 0);
    }

    /** The pack, given out once more. */
    PendingPack givenOut() {
        return new PendingPack(number, trials, attempt + 1, losses, reached);
    }

    /** The pack as it is put back. */
    PendingPack again(List<PlannedTrial> rest, int lossesSoFar, long reachedSoFar) {
        return new PendingPack(number, rest, attempt, lossesSoFar, reachedSoFar);
    }

    /** Steps of its longest trial. */
    long steps() {
        return trials.stream().mapToLong(PlannedTrial::knownSteps).max().orElse(0);
    }
}
