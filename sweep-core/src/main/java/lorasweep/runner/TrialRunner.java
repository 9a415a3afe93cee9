package lorasweep.runner;

import java.io.IOException;

/**
 * Trains, measures and samples packs of trials. Found with {@link java.util.ServiceLoader}; one instance
 * serves a process, which may run packs on several devices at once and keeps the base model and caches
 * between packs.
 */
public interface TrialRunner {
    /** How a call of {@link #run} ended. */
    enum End {
        /** Every trial of the pack has an outcome in its folder. */
        FINISHED,
        /** Stopped because the observer asked for it; the same work goes on from here. */
        STOPPED
    }

    /**
     * Works until every trial of the pack has an outcome in its folder, going on where an earlier call
     * was interrupted. What goes wrong with one trial is that trial's outcome and never an exception.
     *
     * @throws lorasweep.trial.InvalidInputException if base, dataset or settings keep the whole pack from
     *     being trained
     * @throws OutOfDeviceMemoryException if the pack is too large for its device; nothing is lost, and
     *     its trials can go on in smaller packs
     * @throws IOException if a file cannot be read or written
     * @throws InterruptedException if the thread is interrupted before training
     */
    End run(PackWork work, PackObserver observer) throws IOException, InterruptedException;
}
