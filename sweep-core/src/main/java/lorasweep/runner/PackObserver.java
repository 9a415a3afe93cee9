package lorasweep.runner;

import java.util.Optional;
import lorasweep.result.StepRecord;
import lorasweep.result.TrialOutcome;
import lorasweep.search.ScoreBoard;
import lorasweep.trial.TrialId;

/**
 * Hears how a pack gets on and says what ends. Called on the thread that trains, so answers at once and
 * never throws.
 */
public interface PackObserver {
    /** Hears everything, ends nothing. */
    PackObserver NONE = new PackObserver() {};

    /** The pack is ready to train: base, dataset and caches are there. */
    default void started() {}

    /** A trial made an optimizer update. */
    default void stepped(TrialId trial, StepRecord record) {}

    /**
     * A trial was measured on its probes.
     *
     * @param epoch epochs completed, from 1
     * @return why the trial ends now, in one sentence; empty if it goes on
     */
    default Optional<String> measured(TrialId trial, int epoch, ScoreBoard.Score score) {
        return Optional.empty();
    }

    /**
     * Every trial that goes on has a state of the same step in its folder, and the one before it still: together
     * the folders can be gone on from.
     */
    default void saved() {}

    /** A trial's outcome is in its folder. */
    default void ended(TrialId trial, TrialOutcome outcome) {}

    /** Whether the pack should finish its step, save its state and stop; asked after every step. */
    default boolean isStopRequested() {
        return false;
    }
}
