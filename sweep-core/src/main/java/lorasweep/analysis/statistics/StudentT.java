package lorasweep.analysis.statistics;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.RealDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/** Student's t distribution, the normal one where its degrees of freedom are many. */
final class StudentT {
    /** From here on the two agree to more digits than any statement of ours has. */
    private static final double NORMAL_FROM = 1e6;

    private StudentT() {}

    static double cumulative(double degreesOfFreedom, double t) {
        return of(degreesOfFreedom).cumulativeProbability(t);
    }

    static double quantile(double degreesOfFreedom, double p) {
        return of(degreesOfFreedom).inverseCumulativeProbability(p);
    }

    private static RealDistribution of(double degreesOfFreedom) {
        return degreesOfFreedom < NORMAL_FROM
                ? new TDistribution(null, degreesOfFreedom, TDistribution.DEFAULT_INVERSE_ABSOLUTE_ACCURACY)
                : new NormalDistribution(null, 0, 1);
    }
}
