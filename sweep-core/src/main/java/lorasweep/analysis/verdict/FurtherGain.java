package lorasweep.analysis.verdict;

import java.util.List;
import java.util.Optional;
import lorasweep.analysis.score.Half;
import lorasweep.analysis.score.Moment;
import lorasweep.analysis.score.TrialScores;
import lorasweep.analysis.statistics.Estimate;

/**
 * What {@link Thresholds#LOOK_AHEAD} more training would gain on held-out images, from the course of
 * the curve: each image's slope over the last third, slowed down as the mean slope slowed down from the
 * middle third to the last. For a curve that settles exponentially this is what it will do.
 *
 * <p>Where the middle third did not fall, a fall in the last is as likely the way back from a wobble as
 * the beginning of anything: then both thirds together give the slope.
 */
final class FurtherGain {
    /** From the middle of the last third to the middle of the look-ahead, in thirds of the trial. */
    private static final double THIRDS_AHEAD = 3 * (1 + Thresholds.LOOK_AHEAD / 2 - 5.0 / 6);

    private FurtherGain() {}

    /** The gain, above 0 if the loss would fall; empty with fewer than two trained moments. */
    static Optional<Estimate> of(TrialScores scores) {
        int end = scores.last();
        if (end < 2) {
            return Optional.empty();
        }
        int third = Math.max(1, Math.round(end / 3f));
        int begin = Math.max(0, end - 2 * third);
        double middle = Estimate.mean(slopes(scores, begin, end - third));
        double[] last = slopes(scores, middle < 0 ? end - third : begin, end);
        double slowing = middle < 0 ? Math.min(1, Math.max(0, Estimate.mean(last) / middle)) : 1;
        long first = scores.moments().get(0).step();
        double ahead = Thresholds.LOOK_AHEAD * (scores.moments().get(end).step() - first);
        double factor = -ahead * Math.pow(slowing, THIRDS_AHEAD);
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
            double[] values = scores.heldOut(Half.BOTH, moment);
            for (int image = 0; image < slopes.length; image++) {
                slopes[image] += step * values[image];
            }
        }
        for (int image = 0; image < slopes.length; image++) {
            slopes[image] /= spread;
        }
        return slopes;
    }
}
