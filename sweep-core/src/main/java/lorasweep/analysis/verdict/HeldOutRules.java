package lorasweep.analysis.verdict;

import java.util.Optional;
import lorasweep.analysis.score.TrialScores;
import lorasweep.analysis.statistics.Estimate;

/** Rules on the loss of images that were never trained on. */
final class HeldOutRules {
    private HeldOutRules() {}

    /** Is the best moment better than no LoRA at all? */
    static Evidence betterThanBase(TrialCase trial) {
        Estimate gain = trial.scores().aboveBest(0);
        return new Evidence(
                Rule.BETTER_THAN_BASE,
                gain,
                Thresholds.LEAST_MARGIN,
                "At the best moment, " + moment(trial, trial.best()) + ", held-out loss lies below the base's by "
                        + Percent.below(gain) + ".");
    }

    /** Is the end worse than no LoRA at all? */
    static Evidence worseThanBase(TrialCase trial) {
        Estimate loss = trial.scores().heldOutChange(0, trial.end());
        return new Evidence(
                Rule.WORSE_THAN_BASE,
                loss,
                trial.margin(),
                "In the end held-out loss differs from the base's by " + Percent.withInterval(loss) + ".");
    }

    /** Is the end worse than the best moment? */
    static Evidence worseAfterBest(TrialCase trial) {
        Estimate loss = trial.aboveBest(trial.end());
        return new Evidence(
                Rule.WORSE_AFTER_BEST,
                loss,
                trial.margin(),
                trial.best() == trial.end()
                        ? "The last moment, " + moment(trial, trial.end()) + ", is the best one."
                        : "From the best moment, " + moment(trial, trial.best()) + ", to the end, "
                                + moment(trial, trial.end()) + ", held-out loss changed by "
                                + Percent.withInterval(loss) + ".");
    }

    /** Would more training help? Empty with fewer than two trained moments. */
    static Optional<Evidence> stillFalling(TrialCase trial) {
        return FurtherGain.of(trial.scores())
                .map(trial.neighbours()::moderateGain)
                .map(gain -> new Evidence(
                        Rule.STILL_FALLING,
                        gain,
                        trial.margin(),
                        "As held-out loss was going, a quarter more training would lower it by another "
                                + Percent.withInterval(gain) + "."));
    }

    /** Has the sweep's best trial learned more than twice as much on held-out images? Empty for itself. */
    static Optional<Evidence> farFromBestTrial(TrialCase trial) {
        return trial.peer()
                .map(peer -> new Evidence(
                        Rule.FAR_FROM_BEST_TRIAL,
                        Estimate.of(
                                shortfall(peer.scores().atBest(), trial.scores().atBest())),
                        trial.margin(),
                        "The sweep's best trial, " + peer.trial() + ", lowers held-out loss by "
                                + Percent.size(Estimate.mean(peer.scores().atBest()))
                                + ", this one by "
                                + Percent.size(Estimate.mean(trial.scores().atBest()))
                                + "."));
    }

    /** Has the sweep's best trial learned more than twice as much on training images too? */
    static boolean isFarFromBestTrialInTraining(TrialCase trial) {
        if (!trial.scores().hasTrainTwin() || trial.peer().isEmpty()) {
            return trial.peer().isPresent();
        }
        Peer peer = trial.peer().get();
        TrialScores scores = trial.scores();
        Estimate shortfall =
                Estimate.of(shortfall(peer.scores().trainTwin(peer.best()), scores.trainTwin(scores.last())));
        return Side.of(shortfall, trial.margin()) == Side.ABOVE;
    }

    private static double[] shortfall(double[] peer, double[] own) {
        double[] shortfall = new double[own.length];
        for (int image = 0; image < own.length; image++) {
            shortfall[image] = own[image] - Thresholds.SHARE_OF_BEST * peer[image];
        }
        return shortfall;
    }

    private static String moment(TrialCase trial, int moment) {
        return trial.scores().moments().get(moment).toString();
    }
}
