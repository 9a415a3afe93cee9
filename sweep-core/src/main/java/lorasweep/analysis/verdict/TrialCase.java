package lorasweep.analysis.verdict;

import java.util.List;
import java.util.Optional;
import lorasweep.analysis.score.TrialScores;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.trial.TrialSpec;

/**
 * What there is to judge a trial by.
 *
 * @param scores with at least one trained moment scored
 * @param weightTests one per moment at most
 * @param peer the sweep's best trial; empty if this is it
 * @param neighbours what all trials say about the spread over images
 */
public record TrialCase(
        TrialSpec spec, TrialScores scores, List<WeightCurve> weightTests, Optional<Peer> peer, Neighbours neighbours) {
    /** The best moment. */
    public int best() {
        return scores.best().orElseThrow();
    }

    /** The last scored moment. */
    int end() {
        return scores.last();
    }

    /** The difference below which two moments are equally good. */
    public double margin() {
        return Thresholds.margin(-Estimate.mean(scores.atBest()));
    }

    /** How much higher the held-out score is at a moment than at the best one. */
    public Estimate aboveBest(int moment) {
        Estimate change = scores.aboveBest(moment);
        return moment == best() ? change : neighbours.moderateChange(change);
    }

    /** The weight test of a moment. */
    Optional<WeightCurve> weightTest(int moment) {
        long step = scores.moments().get(moment).step();
        return weightTests.stream().filter(test -> test.moment().step() == step).findFirst();
    }
}
