package lorasweep.analysis.statistics;

import java.util.List;

/**
 * The normal equations of a least-squares fit whose columns enter in a given order, as their Cholesky
 * factor {@code L Lᵀ = XᵀX}. The entries of {@code z} in {@code L z = Xᵀy} are what each column explains
 * beyond the columns before it. A column that earlier ones determine has no pivot and is left out.
 */
final class NormalEquations {
    /** A pivot that cancellation shrank to this share of its column is taken for zero. */
    private static final double NO_PIVOT = 1e-9;

    private final List<Integer> order;
    private final int first;
    private final double[][] factor;
    private final boolean[] pivot;

    /**
     * Factorises.
     *
     * @param products {@code XᵀX} of all columns
     * @param order the columns that enter, in their order
     * @param first place in the order from which on {@link #rank} and {@link #explained} count
     */
    NormalEquations(double[][] products, List<Integer> order, int first) {
        this.order = order;
        this.first = first;
        this.factor = new double[order.size()][];
        this.pivot = new boolean[order.size()];
        for (int i = 0; i < factor.length; i++) {
            double[] row = products[order.get(i)];
            factor[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                double rest = row[order.get(j)];
                for (int k = 0; k < j; k++) {
                    rest -= factor[i][k] * factor[j][k];
                }
                if (j < i) {
                    factor[i][j] = pivot[j] ? rest / factor[j][j] : 0;
                } else {
                    pivot[i] = rest > NO_PIVOT * row[order.get(i)];
                    factor[i][i] = pivot[i] ? Math.sqrt(rest) : 0;
                }
            }
        }
    }

    /** Independent columns among those that count. */
    int rank() {
        int rank = 0;
        for (int i = first; i < pivot.length; i++) {
            rank += pivot[i] ? 1 : 0;
        }
        return rank;
    }

    /**
     * Sum of squares that the counting columns explain beyond those before them.
     *
     * @param along {@code Xᵀy} of all columns
     */
    double explained(double[] along) {
        double[] z = new double[pivot.length];
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            double rest = along[order.get(i)];
            for (int k = 0; k < i; k++) {
                rest -= factor[i][k] * z[k];
            }
            z[i] = pivot[i] ? rest / factor[i][i] : 0;
            sum += i >= first ? z[i] * z[i] : 0;
        }
        return sum;
    }
}
