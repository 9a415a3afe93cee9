package lorasweep.search;

/**
 * What to do with a trial.
 *
 * @param action whether it goes on
 * @param rule the name of the rule that decided; empty if none applies
 * @param reason the numbers behind it, in one sentence; empty if none applies
 */
public record StopDecision(Action action, String rule, String reason) {

    /** No rule applies. */
    public static final StopDecision GO_ON = new StopDecision(Action.GO_ON, "", "");

    /** Whether a trial goes on. */
    public enum Action {
        /** It goes on. */
        GO_ON,
        /** It ends now. */
        STOP,
        /** It would end now, but goes on so that the rule can be judged by how it ends. */
        AUDIT
    }

    static StopDecision stop(String rule, String reason) {
        return new StopDecision(Action.STOP, rule, reason);
    }
}
