package lorasweep.analysis;

import java.util.List;
import lorasweep.analysis.statistics.Interval;

/**
 * How much of the spread between trials one axis explains, or two together beyond what each explains
 * alone.
 *
 * @param settings the setting of the axis, or of both
 * @param share of the variance of the trials' scores, in [0, 1], freed of chance
 * @param interval its 95 % interval
 * @param adjustedP p-value of having no effect at all, after Holm's correction
 * @param sentence the share as a person would say it
 */
public record Effect(
        List<String> settings, double share, Interval interval, double adjustedP, Weight weight, String sentence) {
    /**
     * A p-value up to here makes an effect important, if its share is at least {@link #LEAST_SHARE}. Of 2,000 sweeps in
     * which nothing differs but two seeds ({@code NullSweepTest}) one has such an effect; with 0.001 three have.
     */
    public static final double IMPORTANT_P = 0.0005;

    /** A p-value up to here shows that there is an effect. */
    public static final double SHOWN_P = 0.05;

    /** A smaller share is not important, however certain. */
    public static final double LEAST_SHARE = 0.05;

    /** Copies the settings. */
    public Effect {
        settings = List.copyOf(settings);
    }

    /** How much an effect counts. */
    public enum Weight {
        /** Shown beyond doubt, and not small: neither beside the spread nor beside what a seed changes. */
        IMPORTANT,
        /** Shown, or certain but small. */
        SOME,
        /** Nothing shows that there is any. */
        NONE_SHOWN
    }

    /**
     * How much an effect counts.
     *
     * @param deviation by how much the effect alone makes scores differ, a standard deviation
     * @param floor by how much chance alone does
     */
    static Weight weight(double share, double adjustedP, double deviation, double floor) {
        if (adjustedP <= IMPORTANT_P && share >= LEAST_SHARE && deviation > floor) {
            return Weight.IMPORTANT;
        }
        return adjustedP <= SHOWN_P ? Weight.SOME : Weight.NONE_SHOWN;
    }
}
