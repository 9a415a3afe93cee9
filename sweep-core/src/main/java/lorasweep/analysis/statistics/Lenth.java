package lorasweep.analysis.statistics;

import java.util.Arrays;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * The noise of an experiment that was never repeated, from the smallest of its effects: most effects
 * of most factors are nothing but noise (R. Lenth, "Quick and easy analysis of unreplicated
 * factorials", Technometrics 31, 1989).
 *
 * @param deviation standard deviation of a single observation
 * @param degreesOfFreedom a third of the number of contrasts, as the paper advises
 */
public record Lenth(double deviation, double degreesOfFreedom) {
    private static final double NORMAL_FACTOR = 1.5;
    private static final double TRIM = 2.5;

    /**
     * The noise behind orthonormal contrasts.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Lenth of(double... contrasts) {
        if (contrasts.length == 0) {
            throw new IllegalArgumentException("no contrasts");
        }
        double[] sizes = Arrays.stream(contrasts).map(Math::abs).toArray();
        double first = NORMAL_FACTOR * new Median().evaluate(sizes);
        double[] small =
                Arrays.stream(sizes).filter(size -> size < TRIM * first).toArray();
        double deviation = small.length == 0 ? 0 : NORMAL_FACTOR * new Median().evaluate(small);
        return new Lenth(deviation, contrasts.length / 3.0);
    }

    /**
     * All contrasts of a complete grid with one value per cell: products of the orthonormal polynomials
     * of each factor's levels, so that a smooth effect of an ordered factor fills few of them.
     *
     * @param levels number of levels of each factor
     * @param cells the values, the last factor varying fastest
     */
    public static double[] contrasts(int[] levels, double[] cells) {
        double[] values = cells;
        for (int factor = 0; factor < levels.length; factor++) {
            values = transform(levels, factor, values);
        }
        return Arrays.copyOfRange(values, 1, values.length);
    }

    private static double[] transform(int[] levels, int factor, double[] cells) {
        double[][] polynomials = polynomials(levels[factor]);
        int stride = 1;
        for (int later = factor + 1; later < levels.length; later++) {
            stride *= levels[later];
        }
        double[] out = new double[cells.length];
        for (int cell = 0; cell < cells.length; cell++) {
            int level = cell / stride % levels[factor];
            for (int degree = 0; degree < levels[factor]; degree++) {
                out[cell + (degree - level) * stride] += polynomials[degree][level] * cells[cell];
            }
        }
        return out;
    }

    /** Orthonormal polynomials on 0 … n−1, by degree; the first is constant. Gram and Schmidt. */
    private static double[][] polynomials(int n) {
        double[][] basis = new double[n][n];
        for (int degree = 0; degree < n; degree++) {
            double[] next = basis[degree];
            for (int x = 0; x < n; x++) {
                next[x] = degree == 0 ? 1 : basis[degree - 1][x] * (x - (n - 1) / 2.0);
            }
            for (int lower = 0; lower < degree; lower++) {
                double overlap = dot(next, basis[lower]);
                for (int x = 0; x < n; x++) {
                    next[x] -= overlap * basis[lower][x];
                }
            }
            double length = Math.sqrt(dot(next, next));
            for (int x = 0; x < n; x++) {
                next[x] /= length;
            }
        }
        return basis;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
