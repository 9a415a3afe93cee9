package lorasweep.analysis.verdict;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import lorasweep.analysis.score.Half;
import lorasweep.analysis.score.ScoreCurve;
import lorasweep.analysis.score.Series;
import lorasweep.analysis.score.TrialScores;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.analysis.statistics.Interval;
import lorasweep.analysis.statistics.VariancePrior;

/**
 * What the trials of a sweep together say about how much held-out images differ from each other. Four
 * images alone say little about that, and one trial would be judged too surely, another not at all.
 *
 * @param score of a score, were it near 0; empty if there are fewer than two
 * @param change of the change of a score from a trial's best moment to another, were it near 0; empty if
 *     there are fewer than two
 * @param gain of {@link FurtherGain}; empty if there are fewer than two
 */
public record Neighbours(Optional<VariancePrior> score, Optional<VariancePrior> change, Optional<VariancePrior> gain) {
    /**
     * At a change of this size the variance over images is twice that of a change near 0, and it grows on in
     * proportion. Over fifty images of the verdict benchmark a change of 0.03 has a standard deviation of 0.06,
     * one of 0.12 has 0.07, of 0.28 0.10, of 0.8 0.13, of 1.4 0.21.
     */
    private static final double DOUBLING_CHANGE = 0.14;

    /** No other trials, each speaks for itself. */
    public static final Neighbours NONE = new Neighbours(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * Learns from trials, all measured on the same images and each with a trained moment that is scored. Moments that
     * are broken say nothing about others.
     */
    public static Neighbours of(Collection<TrialScores> trials) {
        List<Estimate> means = new ArrayList<>();
        List<Estimate> changes = new ArrayList<>();
        List<Estimate> gains = new ArrayList<>();
        for (TrialScores scores : trials) {
            int best = scores.best().orElseThrow();
            FurtherGain.of(scores).filter(Neighbours::isComparable).ifPresent(gains::add);
            for (int moment = 1; moment <= scores.last(); moment++) {
                means.add(Estimate.of(scores.heldOut(Half.BOTH, moment)));
                Estimate change = scores.aboveBest(moment);
                if (moment != best && isComparable(change)) {
                    changes.add(nearZero(change));
                }
            }
        }
        return new Neighbours(ofScores(means), prior(changes), prior(gains));
    }

    private static boolean isComparable(Estimate change) {
        return Double.isFinite(change.standardError()) && Math.abs(change.mean()) < Thresholds.TRAIN_ROSE;
    }

    /** What scores on the same images say of {@link #score}. */
    public static Optional<VariancePrior> ofScores(Collection<Estimate> scores) {
        return prior(scores.stream()
                .filter(Neighbours::isSound)
                .map(Neighbours::nearZero)
                .toList());
    }

    private static boolean isSound(Estimate score) {
        return Double.isFinite(score.standardError()) && score.mean() < Thresholds.TRAIN_ROSE;
    }

    private static Optional<VariancePrior> prior(List<Estimate> estimates) {
        return estimates.size() < 2 ? Optional.empty() : Optional.of(VariancePrior.ofMeans(estimates));
    }

    /** A score, as well known as it is after a look at the others. */
    public Estimate moderateScore(Estimate own) {
        return isSound(own) ? moderate(score, own, growth(own)) : own;
    }

    /** The held-out scores of a trial over all moments, as well known as they are after a look at the others. */
    public ScoreCurve curve(TrialScores scores) {
        ScoreCurve own = scores.heldOutCurve();
        double[] halfWidth = own.halfWidth().toArray();
        for (int moment = 1; moment < scores.scored(); moment++) {
            Interval interval = moderateScore(Estimate.of(scores.heldOut(Half.BOTH, moment)))
                    .interval();
            halfWidth[moment] = (interval.high() - interval.low()) / 2;
        }
        return new ScoreCurve(own.mean(), Series.of(halfWidth));
    }

    /** A change of score, as well known as it is after a look at the others. */
    Estimate moderateChange(Estimate own) {
        return isComparable(own) ? moderate(change, own, growth(own)) : own;
    }

    /** A further gain, as well known as it is after a look at the others. */
    Estimate moderateGain(Estimate own) {
        return isComparable(own) ? moderate(gain, own, 1) : own;
    }

    /** The others were measured on the same images: they tell the variance, but make the images no more. */
    private static Estimate moderate(Optional<VariancePrior> prior, Estimate own, double growth) {
        if (prior.isEmpty()) {
            return own;
        }
        Estimate moderated = prior.get().moderate(scaled(own, 1 / growth));
        return new Estimate(own.mean(), growth * moderated.standardError(), own.degreesOfFreedom());
    }

    private static Estimate nearZero(Estimate change) {
        return scaled(change, 1 / growth(change));
    }

    /** By how much a change of this size scatters more over images than one near 0, as a standard deviation. */
    private static double growth(Estimate change) {
        return Math.sqrt(1 + Math.abs(change.mean()) / DOUBLING_CHANGE);
    }

    private static Estimate scaled(Estimate change, double factor) {
        return new Estimate(change.mean(), factor * change.standardError(), change.degreesOfFreedom());
    }
}
