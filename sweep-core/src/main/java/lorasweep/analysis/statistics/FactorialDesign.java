package lorasweep.analysis.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which level of every factor each observation was made at.
 *
 * <p>Immutable; a level that no observation has counts as if it did not exist.
 */
public final class FactorialDesign {
    private final int[][] observations;
    private final int[] levels;

    private FactorialDesign(int[][] observations, int[] levels) {
        this.observations = observations;
        this.levels = levels;
    }

    /**
     * A design of the given observations.
     *
     * @param observations for each observation its level of each factor, from 0; at least one
     *     observation
     */
    public static FactorialDesign of(List<int[]> observations) {
        int factors = observations.get(0).length;
        int[][] compact = new int[observations.size()][factors];
        int[] levels = new int[factors];
        for (int f = 0; f < factors; f++) {
            int factor = f;
            int[] used = observations.stream()
                    .mapToInt(observation -> observation[factor])
                    .distinct()
                    .sorted()
                    .toArray();
            levels[f] = used.length;
            for (int row = 0; row < compact.length; row++) {
                compact[row][f] = Arrays.binarySearch(used, observations.get(row)[f]);
            }
        }
        return new FactorialDesign(compact, levels);
    }

    /** Number of observations. */
    public int size() {
        return observations.length;
    }

    /** Number of factors. */
    public int factors() {
        return levels.length;
    }

    /** Number of levels that a factor takes. */
    public int levels(int factor) {
        return levels[factor];
    }

    /** The level of an observation, renumbered without gaps. */
    public int level(int observation, int factor) {
        return observations[observation][factor];
    }

    /** Number of cells of the complete grid; {@link Integer#MAX_VALUE} if there are more. */
    public int cells() {
        long cells = 1;
        for (int count : levels) {
            cells = Math.min(Integer.MAX_VALUE, cells * count);
        }
        return (int) cells;
    }

    /** Number of an observation's cell, the last factor varying fastest; only if the cells can be counted. */
    public int cell(int observation) {
        int cell = 0;
        for (int factor = 0; factor < levels.length; factor++) {
            cell = cell * levels[factor] + observations[observation][factor];
        }
        return cell;
    }

    /** Whether every cell of the grid has the same number of observations, at least one. */
    public boolean isBalanced() {
        if (size() % cells() != 0) {
            return false;
        }
        int[] counts = new int[cells()];
        for (int observation = 0; observation < size(); observation++) {
            counts[cell(observation)]++;
        }
        return Arrays.stream(counts).allMatch(count -> count == size() / cells());
    }

    /** Factors of more than one level, each alone. */
    public List<List<Integer>> mainEffects() {
        List<List<Integer>> terms = new ArrayList<>();
        for (int factor = 0; factor < levels.length; factor++) {
            if (levels[factor] > 1) {
                terms.add(List.of(factor));
            }
        }
        return terms;
    }

    /** The main effects, then all pairs of them. */
    public List<List<Integer>> mainEffectsAndPairs() {
        List<List<Integer>> mains = mainEffects();
        List<List<Integer>> terms = new ArrayList<>(mains);
        for (int a = 0; a < mains.size(); a++) {
            for (int b = a + 1; b < mains.size(); b++) {
                terms.add(List.of(mains.get(a).get(0), mains.get(b).get(0)));
            }
        }
        return terms;
    }
}
