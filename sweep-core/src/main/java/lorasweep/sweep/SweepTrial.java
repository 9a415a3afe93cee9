package lorasweep.sweep;

import java.util.List;
import java.util.Optional;
import lorasweep.result.TrialOutcome;
import lorasweep.trial.TrialId;
import lorasweep.trial.TrialSpec;

/**
 * A trial of a sweep, as it stands.
 *
 * @param spec all its settings
 * @param id its name everywhere
 * @param name its values on the axes, for people
 * @param levels for every axis of the sweep the number of its level; empty if it was removed
 * @param pack the number of the pack it was trained in last, or is to be; 0 if it was removed
 * @param steps how many it has; 0 if its images could not be counted when it was planned
 * @param status how it stands
 * @param outcome how it ended; empty while it has not
 */
public record SweepTrial(
        TrialSpec spec,
        TrialId id,
        String name,
        List<Integer> levels,
        int pack,
        long steps,
        Status status,
        Optional<TrialOutcome> outcome) {
    /** Copies the levels. */
    public SweepTrial {
        levels = List.copyOf(levels);
    }

    /** How a trial stands. */
    public enum Status {
        /** Nothing of it was begun in this run. */
        PLANNED,
        /** An executor works on its pack, or did when the driver was killed. */
        RUNNING,
        /** All steps were made. */
        COMPLETED,
        /** A pruner ended it. */
        PRUNED,
        /** It could not go on. */
        FAILED,
        /** The grid has it no more. */
        REMOVED;

        static Status of(TrialOutcome.State state) {
            return switch (state) {
                case COMPLETED -> COMPLETED;
                case PRUNED -> PRUNED;
                case FAILED -> FAILED;
            };
        }
    }
}
