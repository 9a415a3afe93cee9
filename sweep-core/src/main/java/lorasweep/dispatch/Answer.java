package lorasweep.dispatch;

/**
 * What the driver answers.
 *
 * @param kind what to do
 * @param reason why a trial ends, in one sentence; empty otherwise
 */
public record Answer(Kind kind, String reason) {
    /** Nothing is to be changed. */
    public static final Answer GO_ON = new Answer(Kind.GO_ON, "");

    /** Another one owns the pack. */
    public static final Answer ABORT = new Answer(Kind.ABORT, "");

    /** Not known yet. */
    public static final Answer PENDING = new Answer(Kind.PENDING, "");

    /** The pack is to be stopped so that it can go on later. */
    public static final Answer STOP_PACK = new Answer(Kind.STOP_PACK, "");

    /** The trial ends now. */
    public static Answer stopTrial(String reason) {
        return new Answer(Kind.STOP_TRIAL, reason);
    }

    /** What to do. */
    public enum Kind {
        /** Nothing is to be changed. */
        GO_ON,
        /** Ask again. */
        PENDING,
        /** The trial ends now. */
        STOP_TRIAL,
        /** The pack finishes its step, saves its state and stops. */
        STOP_PACK,
        /** Another one owns the pack: write nothing any more. */
        ABORT
    }
}
