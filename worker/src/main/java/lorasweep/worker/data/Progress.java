package lorasweep.worker.data;

/** Hears how far a long task is. */
@FunctionalInterface
public interface Progress {
    /** Tells nobody. */
    Progress NONE = (done, of) -> {};

    /** {@code done} of {@code of} items are finished. */
    void advanced(int done, int of);
}
