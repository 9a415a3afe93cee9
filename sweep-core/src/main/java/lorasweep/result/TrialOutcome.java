package lorasweep.result;

import org.jspecify.annotations.Nullable;

/**
 * How a trial ended.
 *
 * @param failure why it failed; present exactly for {@link State#FAILED}
 * @param reason why it was ended early, in one sentence; present exactly for {@link State#PRUNED}
 */
public record TrialOutcome(
        State state,
        Cost cost,
        @Nullable Failure failure,
        @Nullable String reason) {
    /** Checks that a failure has a cause and a pruning a reason. */
    public TrialOutcome {
        if ((failure != null) != (state == State.FAILED) || (reason != null) != (state == State.PRUNED)) {
            throw new IllegalArgumentException(
                    "a trial that " + state + " with failure " + failure + ", reason " + reason);
        }
    }

    /** All steps were made. */
    public static TrialOutcome completed(Cost cost) {
        return new TrialOutcome(State.COMPLETED, cost, null, null);
    }

    /** Ended early by a rule, which the reason names. */
    public static TrialOutcome pruned(Cost cost, String reason) {
        return new TrialOutcome(State.PRUNED, cost, null, reason);
    }

    /** Ended by a failure. */
    public static TrialOutcome failed(Cost cost, Failure failure) {
        return new TrialOutcome(State.FAILED, cost, failure, null);
    }

    /** Whether another run leaves the trial as it is, because it would end the same way. */
    public boolean stands() {
        return failure == null || failure.kind() == FailureKind.NON_FINITE;
    }

    /** The ways to end. */
    public enum State {
        /** All steps were made. */
        COMPLETED,
        /** A pruner ended it. */
        PRUNED,
        /** It could not go on. */
        FAILED
    }

    /** The kinds of failure, each with its own rule of retrying. */
    public enum FailureKind {
        /** The device or the process ran out of memory. */
        OUT_OF_MEMORY,
        /** A loss or a latent was NaN or infinite. */
        NON_FINITE,
        /** An image or a caption could not be read. */
        BAD_DATA,
        /** The settings cannot be trained. */
        BAD_SETTINGS,
        /** The process that trained it went away. */
        LOST_EXECUTOR,
        /** It held its device for longer than it may. */
        TIMEOUT,
        /** Anything else. */
        OTHER
    }

    /**
     * A failure.
     *
     * @param message what happened and what to do, one line
     * @param step optimizer updates made before it
     */
    public record Failure(FailureKind kind, String message, long step) {}

    /**
     * What a trial cost.
     *
     * @param steps optimizer updates made
     * @param trainSeconds time in training steps, the trial's share of its pack
     * @param probeSeconds time in probes, weight tests and further measures, likewise
     * @param sampleSeconds time in sample pictures, likewise
     * @param peakMemoryBytes most memory its process or device held
     */
    public record Cost(
            long steps, double trainSeconds, double probeSeconds, double sampleSeconds, long peakMemoryBytes) {}
}
