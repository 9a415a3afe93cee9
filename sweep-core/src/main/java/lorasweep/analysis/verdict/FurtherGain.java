package lorasweep.analysis.verdict;

import java.util.List;
import java.util.Optional;
import lorasweep.analysis.score.Half;
import lorasweep.analysis.score.Moment;
import lorasweep.analysis.score.TrialScores;
import lorasweep.analysis.statistics.Estimate;

/**
 * What {@link Thresholds#LOOK_AHEAD} more training would gain on held-out images, from the course of
 * the curve: each image's slope over the second half, slowed down as the mean slope slowed down from the
 * first half to the second.
 *
 * <p>Only new lows count as a fall: what falls after a rise is as likely the way back from a wobble, so at
 * each moment the curve is taken where it was lowest until then.
 */
final class FurtherGain {
    /**
     * The slope ahead is the second half's times (second / first) to this power, as for a curve that settles
     * exponentially: from half to half it slows down over two quarters of the steps, and from the middle of the
     * second half to the middle of the look-ahead over one and a half.
     */
    private static final double SLOWING = 0.75;

    private FurtherGain() {}

    /** The gain, above 0 if the loss would fall; empty with fewer than two trained moments. */
    static Optional<Estimate> of(TrialScores scores) {
        int end = scores.last();
        if (end < 2) {
            return Optional.empty();
        }
        int half = end / 2;
        double before = Estimate.mean(slopes(scores, 0, half));
        double[] last = slopes(scores, half, end);
        double slowing = before < 0 ? Math.min(1, Math.max(0, Estimate.mean(last) / before)) : 1;
        long first = scores.moments().get(0).step();
        double ahead = Thresholds.LOOK_AHEAD * (scores.moments().get(end).step() - first);
        double factor = -ahead * Math.pow(slowing, SLOWING);
        double[] gains = new double[last.length];
        for (int image = 0; image < gains.length; image++) {
            gains[image] = factor * last[image];
        }
        return Optional.of(Estimate.of(gains));
    }

    /** Least-squares slope of the score per step, by image. */
    private static double[] slopes(TrialScores scores, int from, int until) {
        List<Moment> moments = scores.moments();
        double centre = 0;
        for (int moment = from; moment <= until; moment++) {
            centre += (double) moments.get(moment).step() / (until - from + 1);
        }
        double[] slopes = new double[scores.images()];
        double spread = 0;
        for (int moment = from; moment <= until; moment++) {
            double step = moments.get(moment).step() - centre;
            spread += step * step;
            double[] values = scores.heldOut(Half.BOTH, lowestUntil(scores, moment));
            for (int image = 0; image < slopes.length; image++) {
                slopes[image] += step * values[image];
            }
        }
        for (int image = 0; image < slopes.length; image++) {
            slopes[image] /= spread;
        }
        return slopes;
    }

    private static int lowestUntil(TrialScores scores, int until) {
        int lowest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int moment = 0; moment <= until; moment++) {
            double mean = Estimate.mean(scores.heldOut(Half.BOTH, moment));
            if (mean < least) {
                least = mean;
                lowest = moment;
            }
        }
        return lowest;
    }
}
