package lorasweep.worker.image;

/** A file that is no picture we can use; the message says what was found, what was expected, what to do. */
public final class UnreadableImageException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableImageException(String message) {
        super(message);
    }

    UnreadableImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
