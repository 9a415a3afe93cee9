package lorasweep.report.content;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/** Numbers with no more digits than a reader can use. */
final class Rounded {
    private static final double SCORES_PER_UNIT = 1e5;
    private static final int DIGITS = 4;
    private static final MathContext FOUR_DIGITS = new MathContext(DIGITS);

    /** Up to 10 to the power of 22, whole numbers divided by powers of ten are the nearest doubles. */
    private static final int LARGEST_EXACT_POWER = 22;

    private Rounded() {}

    /** A score or a share, to five decimals. */
    static double score(double value) {
        return Math.rint(value * SCORES_PER_UNIT) / SCORES_PER_UNIT;
    }

    /** The same, or nothing where it is not finite. */
    static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? score(value) : null;
    }

    /** Any finite number, to four significant digits; nothing where it is not finite. */
    static @Nullable Double digits(double value) {
        if (!Double.isFinite(value)) {
            return null;
        }
        int shift = DIGITS - 1 - (int) Math.floor(Math.log10(Math.abs(value)));
        if (value == 0 || Math.abs(shift) > LARGEST_EXACT_POWER) {
            return new BigDecimal(value).round(FOUR_DIGITS).doubleValue();
        }
        double power = Math.pow(10, Math.abs(shift));
        return shift < 0 ? Math.rint(value / power) * power : Math.rint(value * power) / power;
    }
}
