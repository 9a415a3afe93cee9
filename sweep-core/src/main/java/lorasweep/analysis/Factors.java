package lorasweep.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * The axes of a sweep as factors of an analysis of variance. Axes that always move together are one
 * factor, because nothing can tell them apart; an axis of many numbers, as random search makes it, is
 * cut at its quartiles; an axis that takes one value only is left out.
 *
 * @param names one per factor
 * @param levels for each contender its level of each factor
 */
record Factors(List<String> names, List<int[]> levels) {
    private static final int MOST_LEVELS = 8;
    private static final List<Double> QUARTILES = List.of(25.0, 50.0, 75.0);

    static Factors of(List<Axis> axes, List<Contender> contenders) {
        List<String> names = new ArrayList<>();
        List<int[]> columns = new ArrayList<>();
        for (int axis = 0; axis < axes.size(); axis++) {
            int[] column = column(axes.get(axis), axis, contenders);
            if (Arrays.stream(column).distinct().count() < 2) {
                continue;
            }
            int same = indexOfAlias(columns, column);
            if (same < 0) {
                names.add(axes.get(axis).setting());
                columns.add(column);
            } else {
                names.set(same, names.get(same) + " + " + axes.get(axis).setting());
            }
        }
        List<int[]> levels = new ArrayList<>();
        for (int row = 0; row < contenders.size(); row++) {
            int contender = row;
            levels.add(columns.stream().mapToInt(column -> column[contender]).toArray());
        }
        return new Factors(names, levels);
    }

    private static int[] column(Axis axis, int index, List<Contender> contenders) {
        int[] column = contenders.stream()
                .mapToInt(contender -> contender.levels().get(index))
                .toArray();
        boolean numbers = Arrays.stream(column)
                .allMatch(level -> axis.levels().get(level).number().isPresent());
        if (Arrays.stream(column).distinct().count() <= MOST_LEVELS || !numbers) {
            return column;
        }
        double[] values = Arrays.stream(column)
                .mapToObj(level -> axis.levels().get(level).number())
                .mapToDouble(OptionalDouble::getAsDouble)
                .toArray();
        double[] cuts = QUARTILES.stream()
                .mapToDouble(percent -> new Percentile(percent).evaluate(values))
                .toArray();
        return Arrays.stream(values)
                .mapToInt(value ->
                        (int) Arrays.stream(cuts).filter(cut -> value > cut).count())
                .toArray();
    }

    private static int indexOfAlias(List<int[]> columns, int[] column) {
        for (int i = 0; i < columns.size(); i++) {
            if (determines(columns.get(i), column) && determines(column, columns.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean determines(int[] one, int[] other) {
        Map<Integer, Integer> image = new HashMap<>();
        for (int row = 0; row < one.length; row++) {
            Integer known = image.putIfAbsent(one[row], other[row]);
            if (known != null && known != other[row]) {
                return false;
            }
        }
        return true;
    }
}
