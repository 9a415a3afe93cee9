package lorasweep.analysis.statistics;

/**
 * A measured number and how well it is known: {@code (mean − truth) / standardError} follows Student's
 * t with the given degrees of freedom.
 *
 * @param mean the number
 * @param standardError its standard deviation over repetitions of the whole experiment; 0 where all
 *     values were equal, +∞ where a single value says nothing about it
 * @param degreesOfFreedom above 0, not necessarily whole, may be +∞
 */
public record Estimate(double mean, double standardError, double degreesOfFreedom) {
    /** Checks that the numbers are numbers. */
    public Estimate {
        if (!Double.isFinite(mean) || !(standardError >= 0) || !(degreesOfFreedom > 0)) {
            throw new IllegalArgumentException(
                    mean + " ± " + standardError + " with " + degreesOfFreedom + " degrees of freedom");
        }
    }

    /**
     * The mean of independent values: {@code s / √n} with n − 1 degrees of freedom.
     *
     * @throws IllegalArgumentException if there are no values or one is not finite
     */
    public static Estimate of(double... values) {
        int n = values.length;
        double mean = mean(values);
        return n == 1
                ? new Estimate(mean, Double.POSITIVE_INFINITY, 1)
                : new Estimate(mean, Math.sqrt(variance(values) / n), n - 1);
    }

    /**
     * The ratio of two means over the same units, {@code R = Σa / Σb}: standard error {@code √(Σ(a − R b)² / (n (n −
     * 1))) / mean(b)} with n − 1 degrees of freedom (Cochran, Sampling Techniques, 6.4).
     *
     * @throws IllegalArgumentException if the numbers of values differ, there are none, or the ratio is not finite
     */
    public static Estimate ofRatio(double[] numerators, double[] denominators) {
        if (numerators.length != denominators.length) {
            throw new IllegalArgumentException(numerators.length + " values over " + denominators.length);
        }
        double ratio = mean(numerators) / mean(denominators);
        double[] residuals = new double[numerators.length];
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] = numerators[i] - ratio * denominators[i];
        }
        Estimate residual = of(residuals);
        return new Estimate(
                ratio, residual.standardError() / Math.abs(mean(denominators)), residual.degreesOfFreedom());
    }

    /** Arithmetic mean; NaN without values. */
    public static double mean(double... values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** Sample variance with divisor n − 1; NaN for fewer than two values. */
    public static double variance(double... values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum / (values.length - 1);
    }

    /**
     * The same number with a further, independent source of variance; degrees of freedom after Welch
     * and Satterthwaite.
     *
     * @param variance variance of the further source, at least 0
     * @param degrees degrees of freedom it was estimated with
     */
    public Estimate widened(double variance, double degrees) {
        double own = standardError * standardError;
        double total = own + variance;
        if (variance == 0 || Double.isInfinite(own)) {
            return this;
        }
        double combined = total * total / (own * own / degreesOfFreedom + variance * variance / degrees);
        return new Estimate(mean, Math.sqrt(total), combined);
    }

    /** The two-sided confidence interval at the level that is shown everywhere. */
    public Interval interval() {
        return interval(Interval.LEVEL);
    }

    /** The two-sided confidence interval. */
    public Interval interval(double level) {
        if (Double.isInfinite(standardError)) {
            return new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, level);
        }
        double half = halfWidthFactor(level, degreesOfFreedom) * standardError;
        return new Interval(mean - half, mean + half, level);
    }

    /** How many standard errors a two-sided interval reaches to each side; above 0 degrees of freedom. */
    public static double halfWidthFactor(double level, double degreesOfFreedom) {
        return StudentT.quantile(degreesOfFreedom, 0.5 + level / 2);
    }

    /**
     * One-sided confidence in [0, 1] that the truth exceeds a threshold: one minus the p-value of the
     * hypothesis that it does not. 0.5 where nothing is known.
     */
    public double confidenceAbove(double threshold) {
        double distance = mean - threshold;
        if (distance == 0 || Double.isInfinite(standardError)) {
            return 0.5;
        }
        return standardError == 0
                ? distance > 0 ? 1 : 0
                : StudentT.cumulative(degreesOfFreedom, distance / standardError);
    }

    /** Two-sided p-value of the hypothesis that the truth is 0. */
    public double pValue() {
        double above = confidenceAbove(0);
        return 2 * Math.min(above, 1 - above);
    }
}
