package lorasweep.analysis.statistics;

import java.util.List;

/**
 * Splits the spread of observations into what each term explains and a rest.
 *
 * <p>On a complete grid with equally many observations per cell the split is exact and does not
 * depend on order: {@link BalancedSums}. With holes it is of type II: each term after all terms that
 * do not contain it, {@link TypeTwoSums}; then the parts need not add up to the whole.
 */
public sealed interface SumsOfSquares permits BalancedSums, TypeTwoSums {
    /** The split for a design; exact where the design allows it. */
    static SumsOfSquares of(FactorialDesign design, List<List<Integer>> terms) {
        return design.isBalanced() ? new BalancedSums(design, terms) : new TypeTwoSums(design, terms);
    }

    /** The terms: one or two factors each. */
    List<List<Integer>> terms();

    /** Degrees of freedom of a term; 0 if the observations cannot tell it from others. */
    int degrees(int term);

    /** Degrees of freedom of the rest. */
    int residualDegrees();

    /**
     * Sums of squares of all terms, the rest's behind them.
     *
     * @param values one per observation of the design
     */
    double[] split(double[] values);
}
