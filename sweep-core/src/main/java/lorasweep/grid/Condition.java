package lorasweep.grid;

import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialSpec;

/** A condition on a trial's settings, as {@code exclude:} has them. */
public final class Condition {
    private final Expression expression;
    private final String text;
    private final String place;

    private Condition(Expression expression, String text, String place) {
        this.expression = expression;
        this.text = text;
        this.place = place;
    }

    /**
     * Reads a condition.
     *
     * @throws InvalidInputException if it cannot be read or names what is no setting
     */
    static Condition parse(String text, String place) {
        try {
            Expression expression = Expression.parseOverSettings(text);
            return new Condition(expression, text, place);
        } catch (ExpressionException unreadable) {
            throw refusal(text, place, unreadable);
        }
    }

    /**
     * Whether the condition holds for a trial.
     *
     * @throws InvalidInputException if it compares what cannot be compared, or uses a setting that is unset
     */
    public boolean holds(TrialSpec spec) {
        try {
            return expression.truth(name -> Values.of(spec, name)
                    .orElseThrow(() -> new ExpressionException(name + " is not set in every trial")));
        } catch (ExpressionException unusable) {
            throw refusal(text, place, unusable);
        }
    }

    /** The condition as written. */
    public String text() {
        return text;
    }

    /** Where it was written. */
    public String place() {
        return place;
    }

    private static InvalidInputException refusal(String text, String place, ExpressionException reason) {
        return new InvalidInputException(
                place + ": the condition \"" + shown(text) + "\" cannot be used: " + reason.reason() + ".", reason);
    }

    private static String shown(String text) {
        return text.length() > 80 ? text.substring(0, 77) + "..." : text;
    }
}
