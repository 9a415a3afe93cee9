package lorasweep.report.html;

import java.util.Locale;
import lorasweep.report.content.Range;

/** Numbers and names as people read them. */
final class Wording {
    private static final double ONE_DIGIT_BELOW = 9.95;

    private Wording() {}

    /** A difference of scores as change in loss: "−12 %". */
    static String change(double score) {
        double percent = Math.expm1(score) * 100;
        String sign = percent < 0 ? "−" : percent > 0 ? "+" : "";
        double size = Math.abs(percent);
        return sign + String.format(Locale.ROOT, size < ONE_DIGIT_BELOW ? "%.1f" : "%.0f", size) + " %";
    }

    /** The interval of such a change: "−14 % to −9.1 %". */
    static String interval(Range range) {
        return range.low() == null || range.high() == null
                ? "interval unknown"
                : change(range.low()) + " to " + change(range.high());
    }

    /** A name of an enum as words: "No learning". */
    static String words(String constant) {
        String words = constant.replace('_', ' ').toLowerCase(Locale.ROOT);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** "1 trial", "3 trials". */
    static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
