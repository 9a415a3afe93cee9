package lorasweep.analysis.score;

import java.util.Arrays;

/** An immutable row of numbers, one per moment. NaN where there is none. */
public final class Series {
    private final double[] values;

    private Series(double[] values) {
        this.values = values;
    }

    /** A row of the given numbers, which are copied. */
    public static Series of(double... values) {
        return new Series(values.clone());
    }

    /** How many there are. */
    public int size() {
        return values.length;
    }

    /** The number at a place. */
    public double at(int index) {
        return values[index];
    }

    /** The numbers, copied. */
    public double[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Series series && Arrays.equals(values, series.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
