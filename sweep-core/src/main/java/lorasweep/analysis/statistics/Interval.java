package lorasweep.analysis.statistics;

/**
 * A confidence interval.
 *
 * @param low lower end, −∞ where nothing is known
 * @param high upper end, at least {@code low}
 * @param level share of such intervals that hold the truth, in (0, 1)
 */
public record Interval(double low, double high, double level) {
    /** The level of every interval that is shown. */
    public static final double LEVEL = 0.95;

    /** Checks the order of the ends. */
    public Interval {
        if (!(low <= high) || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException("interval [" + low + ", " + high + "] at level " + level);
        }
    }

    /** Whether the value lies in the interval, ends included. */
    public boolean holds(double value) {
        return value >= low && value <= high;
    }
}
