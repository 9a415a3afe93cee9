package lorasweep.result;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The curves of one trial, one value per optimizer update, in columns. */
public final class TrialCurves {
    private final long[] steps;
    private final int[] epochs;
    private final Map<Curve, double[]> columns;

    private TrialCurves(long[] steps, int[] epochs, Map<Curve, double[]> columns) {
        this.steps = steps;
        this.epochs = epochs;
        this.columns = columns;
    }

    /** Columns of the given updates; where one lacks a curve that others have, the column holds NaN. */
    public static TrialCurves of(List<StepRecord> records) {
        Map<Curve, double[]> columns = new EnumMap<>(Curve.class);
        for (int row = 0; row < records.size(); row++) {
            for (Map.Entry<Curve, Double> value : records.get(row).values().entrySet()) {
                columns.computeIfAbsent(value.getKey(), curve -> blank(records.size()))[row] = value.getValue();
            }
        }
        return new TrialCurves(
                records.stream().mapToLong(StepRecord::step).toArray(),
                records.stream().mapToInt(StepRecord::epoch).toArray(),
                columns);
    }

    private static double[] blank(int size) {
        double[] column = new double[size];
        Arrays.fill(column, Double.NaN);
        return column;
    }

    /** Number of updates. */
    public int size() {
        return steps.length;
    }

    /** The number of the update in a row. */
    public long step(int row) {
        return steps[row];
    }

    /** The epoch of the update in a row, from 1. */
    public int epoch(int row) {
        return epochs[row];
    }

    /** One value per update, copied; empty if no update recorded the curve. */
    public Optional<double[]> column(Curve curve) {
        return Optional.ofNullable(columns.get(curve)).map(double[]::clone);
    }
}
