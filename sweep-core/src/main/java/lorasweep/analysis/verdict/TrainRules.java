package lorasweep.analysis.verdict;

import lorasweep.analysis.score.TrialScores;
import lorasweep.analysis.statistics.Estimate;

/** Rules on the loss of the training images that are measured beside the held-out ones. */
final class TrainRules {
    private TrainRules() {}

    /** How far the training images' loss is from the base's. */
    static Evidence aboveBase(TrialScores scores) {
        Estimate change = changeFromBase(scores, scores.last());
        return new Evidence(
                Rule.TRAIN_ABOVE_BASE,
                change,
                Thresholds.TRAIN_ABOVE_BASE,
                "In the end the training images' loss differs from the base's by " + Percent.withInterval(change)
                        + ".");
    }

    static Estimate changeFromBase(TrialScores scores, int moment) {
        return scores.trainTwinChange(0, moment);
    }

    /** How far the training images' loss has risen again from its lowest. */
    static Evidence rose(TrialScores scores) {
        Estimate change = riseFromLowest(scores, scores.last());
        return new Evidence(
                Rule.TRAIN_ROSE,
                change,
                Thresholds.TRAIN_ROSE,
                "From its lowest, at "
                        + scores.moments().get(scores.bestOfTrainTwin().orElse(0))
                        + ", to the end the training images' loss changed by " + Percent.withInterval(change) + ".");
    }

    static Estimate riseFromLowest(TrialScores scores, int moment) {
        return scores.trainTwinChange(Math.min(scores.bestOfTrainTwin().orElse(moment), moment), moment);
    }

    /** Was nothing learned at all? */
    static Evidence learned(TrialScores scores) {
        Estimate gain = scores.trainTwinChange(scores.last(), 0);
        return new Evidence(
                Rule.NOTHING_LEARNED,
                gain,
                Thresholds.LEAST_MARGIN,
                "In the end the training images' loss lies below the base's by " + Percent.below(gain) + ".");
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
