package lorasweep.analysis.score;

import lorasweep.analysis.statistics.Estimate;
import lorasweep.analysis.statistics.Interval;

/**
 * Scores over the moments of a trial.
 *
 * @param mean mean over images; NaN where a loss was not a finite number
 * @param halfWidth half the width of the {@linkplain Interval#LEVEL 95 %} interval over images, +∞ for
 *     a single image
 */
public record ScoreCurve(Series mean, Series halfWidth) {
    /**
     * The curve of scores by moment and image.
     *
     * @param scores at least one image; moments from {@code measured} on count as not finite
     */
    static ScoreCurve of(double[][] scores, int measured) {
        double[] mean = new double[scores.length];
        double[] halfWidth = new double[scores.length];
        int images = scores[0].length;
        double factor = images > 1 ? Estimate.halfWidthFactor(Interval.LEVEL, images - 1) : 1;
        for (int moment = 0; moment < scores.length; moment++) {
            boolean finite = moment < measured;
            Estimate estimate = finite ? Estimate.of(scores[moment]) : null;
            mean[moment] = estimate == null ? Double.NaN : estimate.mean();
            halfWidth[moment] = estimate == null ? Double.NaN : factor * estimate.standardError();
        }
        return new ScoreCurve(Series.of(mean), Series.of(halfWidth));
    }
}
