package lorasweep.worker.train;

/** Asks a pack to save its state after the step it is in, and to return. */
@FunctionalInterface
public interface StopSignal {
    /** Never. */
    StopSignal NEVER = () -> false;

    /** Whether to stop now. */
    boolean isRaised();
}
