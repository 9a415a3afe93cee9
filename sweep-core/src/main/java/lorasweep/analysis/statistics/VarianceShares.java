package lorasweep.analysis.statistics;

import java.util.Arrays;
import lorasweep.random.RandomStream;
import org.apache.commons.math3.distribution.FDistribution;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.random.AbstractRandomGenerator;
import org.apache.commons.math3.random.RandomGenerator;

/**
 * What share of a spread each term explains, freed of what chance alone would let it explain:
 * {@code ω² = (SS − df · MSE) / (SS_total + MSE)} (W. Hays, Statistics for Psychologists, 1963).
 *
 * <p>With normal errors a sum of squares is {@code MSE} times a non-central χ² whose non-centrality is
 * estimated by {@code SS / MSE − df}; {@link #draw} repeats the experiment in this sense.
 */
public final class VarianceShares {
    private final double[] sums;
    private final int[] degrees;
    private final double error;
    private final double errorDegrees;
    private final double residual;

    private VarianceShares(double[] sums, int[] degrees, double error, double errorDegrees, double residual) {
        this.sums = sums;
        this.degrees = degrees;
        this.error = error;
        this.errorDegrees = errorDegrees;
        this.residual = residual;
    }

    /**
     * The shares of a split.
     *
     * @param split sums of squares of all terms, the rest's behind them
     * @param degrees degrees of freedom of all terms, the rest's behind them
     * @param elsewhere the error's mean square and degrees of freedom, known from elsewhere; asked only if
     *     the rest has no degrees of freedom
     */
    public static VarianceShares of(double[] split, int[] degrees, Estimate elsewhere) {
        int terms = split.length - 1;
        boolean own = degrees[terms] > 0;
        return new VarianceShares(
                Arrays.copyOf(split, terms),
                Arrays.copyOf(degrees, terms),
                own ? split[terms] / degrees[terms] : elsewhere.mean(),
                own ? degrees[terms] : elsewhere.degreesOfFreedom(),
                own ? degrees[terms] : 0);
    }

    /** ω² of every term, in [0, 1]; all 0 where nothing differs. */
    public double[] shares() {
        double total = Arrays.stream(sums).sum() + residual * error + error;
        double[] shares = new double[sums.length];
        for (int term = 0; term < sums.length; term++) {
            shares[term] = total > 0 ? Math.max(0, sums[term] - degrees[term] * error) / total : 0;
        }
        return shares;
    }

    /** p-value of every term in the F test against the error; 1 for a term without degrees of freedom. */
    public double[] pValues() {
        double[] pValues = new double[sums.length];
        for (int term = 0; term < sums.length; term++) {
            boolean testable = degrees[term] > 0 && sums[term] > 0;
            double f = sums[term] / Math.max(1, degrees[term]) / error;
            pValues[term] = !testable
                    ? 1
                    : Double.isInfinite(f)
                            ? 0
                            : 1 - new FDistribution(null, degrees[term], errorDegrees).cumulativeProbability(f);
        }
        return pValues;
    }

    /** The same experiment with the errors drawn anew. */
    public VarianceShares draw(RandomStream stream) {
        RandomGenerator generator = new StreamGenerator(stream);
        double[] drawn = new double[sums.length];
        for (int term = 0; term < sums.length; term++) {
            double centre = error > 0 ? Math.max(0, sums[term] / error - degrees[term]) : 0;
            drawn[term] = error > 0 ? error * nonCentral(degrees[term], centre, stream, generator) : sums[term];
        }
        double drawnError = error * chiSquared(errorDegrees, generator) / errorDegrees;
        return new VarianceShares(drawn, degrees, drawnError, errorDegrees, residual);
    }

    private static double nonCentral(int degrees, double centre, RandomStream stream, RandomGenerator generator) {
        if (degrees == 0) {
            return 0;
        }
        double shifted = stream.nextGaussian() + Math.sqrt(centre);
        return shifted * shifted + (degrees > 1 ? chiSquared(degrees - 1, generator) : 0);
    }

    private static double chiSquared(double degrees, RandomGenerator generator) {
        return new GammaDistribution(generator, degrees / 2, 2).sample();
    }

    /** Commons Math's view of a stream. */
    private static final class StreamGenerator extends AbstractRandomGenerator {
        private final RandomStream stream;

        StreamGenerator(RandomStream stream) {
            this.stream = stream;
        }

        @Override
        public double nextDouble() {
            return stream.nextDouble();
        }

        @Override
        public void setSeed(long seed) {
            clear();
        }
    }
}
