package lorasweep.analysis.statistics;

import java.util.List;

/** The exact split of a complete, balanced grid, from the means of its margins. */
final class BalancedSums implements SumsOfSquares {
    private final FactorialDesign design;
    private final List<List<Integer>> terms;

    BalancedSums(FactorialDesign design, List<List<Integer>> terms) {
        this.design = design;
        this.terms = terms;
    }

    @Override
    public List<List<Integer>> terms() {
        return terms;
    }

    @Override
    public int degrees(int term) {
        return terms.get(term).stream()
                .mapToInt(factor -> design.levels(factor) - 1)
                .reduce(1, (a, b) -> a * b);
    }

    @Override
    public int residualDegrees() {
        int explained = 0;
        for (int term = 0; term < terms.size(); term++) {
            explained += degrees(term);
        }
        return design.size() - 1 - explained;
    }

    @Override
    public double[] split(double[] values) {
        double grand = Estimate.mean(values);
        double[] sums = new double[terms.size() + 1];
        double rest = 0;
        for (double value : values) {
            rest += (value - grand) * (value - grand);
        }
        for (int term = 0; term < terms.size(); term++) {
            List<Integer> factors = terms.get(term);
            sums[term] = factors.size() == 1
                    ? main(values, grand, factors.get(0))
                    : pair(values, grand, factors.get(0), factors.get(1));
            rest -= sums[term];
        }
        sums[terms.size()] = Math.max(0, rest);
        return sums;
    }

    private double main(double[] values, double grand, int factor) {
        double sum = 0;
        for (double mean : means(values, factor)) {
            sum += (mean - grand) * (mean - grand);
        }
        return sum * design.size() / design.levels(factor);
    }

    private double pair(double[] values, double grand, int a, int b) {
        double[] means = new double[design.levels(a) * design.levels(b)];
        double share = (double) means.length / design.size();
        for (int row = 0; row < values.length; row++) {
            means[design.level(row, a) * design.levels(b) + design.level(row, b)] += values[row] * share;
        }
        double[] meansA = means(values, a);
        double[] meansB = means(values, b);
        double sum = 0;
        for (int cell = 0; cell < means.length; cell++) {
            double effect = means[cell] - meansA[cell / meansB.length] - meansB[cell % meansB.length] + grand;
            sum += effect * effect;
        }
        return sum / share;
    }

    private double[] means(double[] values, int factor) {
        double[] means = new double[design.levels(factor)];
        double share = (double) means.length / design.size();
        for (int row = 0; row < values.length; row++) {
            means[design.level(row, factor)] += values[row] * share;
        }
        return means;
    }
}
