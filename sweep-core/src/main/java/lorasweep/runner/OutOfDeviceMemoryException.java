package lorasweep.runner;

/** A pack does not fit into the memory of its device; its trials may in smaller packs. */
public final class OutOfDeviceMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what was tried and how much memory there is, and the engine's own error. */
    public OutOfDeviceMemoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
