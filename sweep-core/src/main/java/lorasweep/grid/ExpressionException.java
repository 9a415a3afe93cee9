package lorasweep.grid;

/** An expression that cannot be read or has no value; the message says why, without a place. */
final class ExpressionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ExpressionException(String reason) {
        super(reason);
    }

    /** Why, the end of a sentence without its full stop. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
