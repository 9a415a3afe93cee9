package lorasweep.worker.train;

import java.util.List;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.data.Dataset;

/** Hears how a pack gets on; called on the training thread, so answers quickly. */
public interface TrainingListener {
    /** Tells nobody. */
    TrainingListener NONE = new TrainingListener() {};

    /**
     * The pictures are known; latents come next, then training.
     *
     * @param trials that are trained
     * @param fromStep optimizer updates that earlier starts have made
     */
    default void prepared(Dataset dataset, List<TrialSpec> trials, long fromStep) {}

    /**
     * A step of all active trials is done.
     *
     * @param step optimizer updates made, from 1
     * @param ofSteps those of the longest trial
     * @param losses kohya's moving average of each active trial
     */
    default void stepped(long step, long ofSteps, List<Double> losses) {}

    /** A trial left the pack: all its steps are made, or it failed. */
    default void finished(TrialSpec trial, String how) {}
}
