package lorasweep.analysis.statistics;

import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.RealDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/** Student's t distribution, the normal one where its degrees of freedom are many. */
final class StudentT {
    /** From here on the two agree to more digits than any statement of ours has. */
    private static final double NORMAL_FROM = 1e6;

    /** 97.5 % quantiles by whole degrees of freedom: what intervals ask for over and over. */
    private static final double[] COMMON = IntStream.rangeClosed(0, 200)
            .mapToDouble(degrees -> degrees == 0 ? Double.NaN : exactQuantile(degrees, 0.5 + Interval.LEVEL / 2))
            .toArray();

    private StudentT() {}

    static double cumulative(double degreesOfFreedom, double t) {
        return of(degreesOfFreedom).cumulativeProbability(t);
    }

    static double quantile(double degreesOfFreedom, double p) {
        boolean isCommon = p == 0.5 + Interval.LEVEL / 2
                && degreesOfFreedom < COMMON.length
                && degreesOfFreedom == Math.rint(degreesOfFreedom);
        return isCommon ? COMMON[(int) degreesOfFreedom] : exactQuantile(degreesOfFreedom, p);
    }

    private static double exactQuantile(double degreesOfFreedom, double p) {
        return of(degreesOfFreedom).inverseCumulativeProbability(p);
    }

    private static RealDistribution of(double degreesOfFreedom) {
        return degreesOfFreedom < NORMAL_FROM
                ? new TDistribution(null, degreesOfFreedom, TDistribution.DEFAULT_INVERSE_ABSOLUTE_ACCURACY)
                : new NormalDistribution(null, 0, 1);
    }
}
