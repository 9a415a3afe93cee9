package lorasweep.analysis.verdict;

import lorasweep.analysis.score.TrialScores;
import lorasweep.analysis.statistics.Estimate;

/** Rules on the loss of the training images that are measured beside the held-out ones. */
final class TrainRules {
    private TrainRules() {}

    /** Is the training images' loss above the base's? */
    static Evidence aboveBase(TrialScores scores, int moment) {
        Estimate change = scores.trainTwinChange(0, moment);
        return new Evidence(
                Rule.TRAIN_ABOVE_BASE,
                change,
                Thresholds.TRAIN_ABOVE_BASE,
                "After " + scores.moments().get(moment) + " the training images' loss differs from the base's by "
                        + Percent.withInterval(change) + ".");
    }

    /** Has the training images' loss risen again from its lowest until a moment? */
    static Evidence rose(TrialScores scores, int moment) {
        int lowest = Math.min(scores.bestOfTrainTwin().orElse(moment), moment);
        Estimate change = scores.trainTwinChange(lowest, moment);
        return new Evidence(
                Rule.TRAIN_ROSE,
                change,
                Thresholds.TRAIN_ROSE,
                "From " + scores.moments().get(lowest) + " to "
                        + scores.moments().get(moment) + " the training images' loss changed by "
                        + Percent.withInterval(change) + ".");
    }

    /** Was nothing learned at all? */
    static Evidence learned(TrialScores scores) {
        Estimate gain = scores.trainTwinChange(scores.last(), 0);
        return new Evidence(
                Rule.NOTHING_LEARNED,
                gain,
                Thresholds.LEAST_MARGIN,
                "In the end the base's loss on the training images lies above the LoRA's by "
                        + Percent.withInterval(gain) + ".");
    }

    /** Did the training images' loss rise between the best moment and the end, as held-out loss may have? */
    static Evidence roseAfterBest(TrialCase trial) {
        Estimate change = trial.scores().trainTwinChange(trial.best(), trial.end());
        return new Evidence(
                Rule.BOTH_ROSE,
                change,
                trial.margin(),
                "Since the best moment the training images' loss changed by " + Percent.withInterval(change) + ".");
    }
}
