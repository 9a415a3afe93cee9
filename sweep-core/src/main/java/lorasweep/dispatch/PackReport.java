package lorasweep.dispatch;

import lorasweep.result.TrialOutcome.FailureKind;

/**
 * How an attempt at a pack ended, as the executor says it.
 *
 * @param end how
 * @param failure the kind of failure; of no meaning unless it failed
 * @param message what happened, one line; empty if nothing did
 * @param stackTrace where, if it may be our bug; else empty
 */
public record PackReport(End end, FailureKind failure, String message, String stackTrace) {
    /** Every trial has an outcome. */
    public static final PackReport FINISHED = new PackReport(End.FINISHED, FailureKind.OTHER, "", "");

    /** Stopped when asked to. */
    public static final PackReport STOPPED = new PackReport(End.STOPPED, FailureKind.OTHER, "", "");

    /** Not begun, or left, because another owner has the pack or the driver takes no more. */
    public static final PackReport REFUSED = new PackReport(End.REFUSED, FailureKind.OTHER, "", "");

    /** A failure that is no bug. */
    public static PackReport failed(FailureKind kind, String message) {
        return new PackReport(End.FAILED, kind, message, "");
    }

    /** How an attempt ended. */
    public enum End {
        /** Every trial has an outcome in its folder. */
        FINISHED,
        /** Stopped when asked to; it can go on. */
        STOPPED,
        /** Not begun, or left to another owner. */
        REFUSED,
        /** It could not go on. */
        FAILED
    }
}
