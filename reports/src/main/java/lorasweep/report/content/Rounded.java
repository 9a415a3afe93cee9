package lorasweep.report.content;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/** Numbers with no more digits than a reader can use. */
final class Rounded {
    private static final double SCORES_PER_UNIT = 1e5;
    private static final MathContext FOUR_DIGITS = new MathContext(4);

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
        return Double.isFinite(value) ? new BigDecimal(value).round(FOUR_DIGITS).doubleValue() : null;
    }
}
