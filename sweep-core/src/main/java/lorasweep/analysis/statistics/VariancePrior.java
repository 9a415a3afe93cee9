package lorasweep.analysis.statistics;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.special.Gamma;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * What many variances, each estimated from few values, say together about any one of them: the scaled
 * inverse χ² prior of empirical Bayes (G. Smyth, "Linear models and empirical Bayes methods",
 * Statistical Applications in Genetics and Molecular Biology 3, 2004, section 6.2). With four images a
 * variance has three degrees of freedom; borrowing from its neighbours gives it more.
 *
 * @param variance what a variance is expected to be, at least 0
 * @param degreesOfFreedom how much the expectation weighs; 0 if the variances have nothing in common,
 *     +∞ if they look like one and the same
 * @param pooledDegrees degrees of freedom of all variances together, the most that any can get
 */
public record VariancePrior(double variance, double degreesOfFreedom, double pooledDegrees) {
    /** Relative to the median: smaller variances are taken for this, so that their logarithm exists. */
    private static final double SMALLEST = 1e-5;

    private static final double LEAST_SHAPE = 1e-4;
    private static final double MOST_SHAPE = 1e9;
    private static final int MAX_EVALUATIONS = 200;

    /**
     * Fits the prior to variances that were each estimated with the same degrees of freedom.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static VariancePrior fit(double degrees, double... variances) {
        if (variances.length == 0) {
            throw new IllegalArgumentException("no variances to learn from");
        }
        double pooled = degrees * variances.length;
        double median = new Median().evaluate(variances);
        if (variances.length == 1) {
            return new VariancePrior(median, 0, pooled);
        }
        if (median == 0) {
            return new VariancePrior(Estimate.mean(variances), Double.POSITIVE_INFINITY, pooled);
        }
        double[] logs = Arrays.stream(variances)
                .map(v -> Math.log(Math.max(v, SMALLEST * median)) - Gamma.digamma(degrees / 2) + Math.log(degrees / 2))
                .toArray();
        double excess = Estimate.variance(logs) - Gamma.trigamma(degrees / 2);
        if (excess <= 0) {
            return new VariancePrior(Estimate.mean(variances), Double.POSITIVE_INFINITY, pooled);
        }
        double half = inverseTrigamma(excess);
        double centre = Estimate.mean(logs) + Gamma.digamma(half) - Math.log(half);
        return new VariancePrior(Math.exp(centre), 2 * half, pooled);
    }

    /**
     * Fits the prior to means over equally many images.
     *
     * @param means at least one, each with a finite standard error and one degree of freedom less than
     *     images
     */
    public static VariancePrior ofMeans(List<Estimate> means) {
        double degrees = means.get(0).degreesOfFreedom();
        return fit(degrees, means.stream().mapToDouble(VariancePrior::variance).toArray());
    }

    private static double variance(Estimate mean) {
        return mean.standardError() * mean.standardError() * (mean.degreesOfFreedom() + 1);
    }

    private static double inverseTrigamma(double value) {
        if (value >= Gamma.trigamma(LEAST_SHAPE)) {
            return LEAST_SHAPE;
        }
        return value <= Gamma.trigamma(MOST_SHAPE)
                ? MOST_SHAPE
                : Math.exp(new BrentSolver(1e-12)
                        .solve(
                                MAX_EVALUATIONS,
                                log -> Math.log(Gamma.trigamma(Math.exp(log))) - Math.log(value),
                                Math.log(LEAST_SHAPE),
                                Math.log(MOST_SHAPE)));
    }

    /** A mean over images whose standard error is weighed with the prior. */
    public Estimate moderate(Estimate mean) {
        double degrees = mean.degreesOfFreedom();
        double moderated = moderate(variance(mean), degrees);
        return new Estimate(mean.mean(), Math.sqrt(moderated / (degrees + 1)), moderatedDegrees(degrees));
    }

    /** The variance after weighing the prior with what was measured. */
    public double moderate(double measured, double degrees) {
        return Double.isInfinite(degreesOfFreedom)
                ? variance
                : (degreesOfFreedom * variance + degrees * measured) / (degreesOfFreedom + degrees);
    }

    /** Degrees of freedom of a moderated variance. */
    public double moderatedDegrees(double degrees) {
        return Math.min(degreesOfFreedom + degrees, pooledDegrees);
    }
}
