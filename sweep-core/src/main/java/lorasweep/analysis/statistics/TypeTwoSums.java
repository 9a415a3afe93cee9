package lorasweep.analysis.statistics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The type II split of a grid with holes or unequal cells, by least squares.
 *
 * <p>Factors are coded by effects (+1, 0, −1), pairs by products. For each term the normal equations
 * are ordered so that the terms that do not contain it come first and its own columns last; then the
 * last entries of the solved {@link NormalEquations} are what it adds.
 */
final class TypeTwoSums implements SumsOfSquares {
    private final List<List<Integer>> terms;
    private final double[][] columns;
    private final List<NormalEquations> steps = new ArrayList<>();
    private final NormalEquations whole;
    private final int size;

    TypeTwoSums(FactorialDesign design, List<List<Integer>> terms) {
        this.terms = terms;
        this.size = design.size();
        List<double[]> all = new ArrayList<>();
        List<int[]> ranges = new ArrayList<>();
        for (List<Integer> term : terms) {
            int from = all.size();
            all.addAll(code(design, term));
            ranges.add(new int[] {from, all.size()});
        }
        all.forEach(TypeTwoSums::centre);
        this.columns = all.toArray(double[][]::new);
        double[][] products = products(columns);
        for (int term = 0; term < terms.size(); term++) {
            List<Integer> order = new ArrayList<>();
            for (int other = 0; other < terms.size(); other++) {
                if (!new HashSet<>(terms.get(other)).containsAll(terms.get(term))) {
                    addRange(order, ranges.get(other));
                }
            }
            int before = order.size();
            addRange(order, ranges.get(term));
            steps.add(new NormalEquations(products, order, before));
        }
        List<Integer> order = new ArrayList<>();
        ranges.forEach(range -> addRange(order, range));
        this.whole = new NormalEquations(products, order, 0);
    }

    private static void addRange(List<Integer> order, int[] range) {
        for (int column = range[0]; column < range[1]; column++) {
            order.add(column);
        }
    }

    private static List<double[]> code(FactorialDesign design, List<Integer> term) {
        List<double[]> coded = new ArrayList<>();
        int first = term.get(0);
        for (int level = 1; level < design.levels(first); level++) {
            coded.add(code(design, first, level));
        }
        if (term.size() == 1) {
            return coded;
        }
        List<double[]> products = new ArrayList<>();
        for (double[] a : coded) {
            for (double[] b : code(design, List.of(term.get(1)))) {
                double[] product = new double[a.length];
                for (int row = 0; row < a.length; row++) {
                    product[row] = a[row] * b[row];
                }
                products.add(product);
            }
        }
        return products;
    }

    private static double[] code(FactorialDesign design, int factor, int level) {
        double[] column = new double[design.size()];
        for (int row = 0; row < column.length; row++) {
            int found = design.level(row, factor);
            column[row] = found == level ? 1 : found == 0 ? -1 : 0;
        }
        return column;
    }

    private static void centre(double[] column) {
        double mean = Estimate.mean(column);
        for (int row = 0; row < column.length; row++) {
            column[row] -= mean;
        }
    }

    private static double[][] products(double[][] columns) {
        double[][] products = new double[columns.length][columns.length];
        for (int i = 0; i < columns.length; i++) {
            for (int j = 0; j <= i; j++) {
                products[i][j] = dot(columns[i], columns[j]);
                products[j][i] = products[i][j];
            }
        }
        return products;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Override
    public List<List<Integer>> terms() {
        return terms;
    }

    @Override
    public int degrees(int term) {
        return steps.get(term).rank();
    }

    @Override
    public int residualDegrees() {
        return size - 1 - whole.rank();
    }

    @Override
    public double[] split(double[] values) {
        double[] centred = values.clone();
        centre(centred);
        double[] along = new double[columns.length];
        for (int column = 0; column < along.length; column++) {
            along[column] = dot(columns[column], centred);
        }
        double[] sums = new double[terms.size() + 1];
        for (int term = 0; term < terms.size(); term++) {
            sums[term] = steps.get(term).explained(along);
        }
        sums[terms.size()] = Math.max(0, dot(centred, centred) - whole.explained(along));
        return sums;
    }
}
