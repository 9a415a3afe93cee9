package lorasweep.analysis.verdict;

import java.util.Locale;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.analysis.statistics.Interval;

/** Differences of scores in words. */
public final class Percent {
    private static final double ONE_DIGIT_BELOW = 9.95;

    private Percent() {}

    /** A difference of scores as the size of the change in loss: −0.105 is "10 %". */
    public static String size(double difference) {
        return number(Math.abs(Math.expm1(difference) * 100)) + " %";
    }

    /** A share in [0, 1], such as "71 %". */
    public static String share(double share) {
        return number(share * 100) + " %";
    }

    /** An estimate as change in loss with its interval: "6.2 % (95 % interval 3.1 to 9.4 %)". */
    public static String withInterval(Estimate difference) {
        Interval interval = difference.interval();
        String range = Double.isInfinite(interval.low())
                ? "interval unknown from a single image"
                : "95 % interval " + signed(interval.low()) + " to " + signed(interval.high()) + " %";
        return signed(difference.mean()) + " % (" + range + ")";
    }

    /** How far loss lies below another, of the difference of the other's score from its own, with its interval. */
    public static String below(Estimate difference) {
        Interval interval = difference.interval();
        String range = Double.isInfinite(interval.low())
                ? "interval unknown from a single image"
                : "95 % interval " + fall(interval.low()) + " to " + fall(interval.high()) + " %";
        return fall(difference.mean()) + " % (" + range + ")";
    }

    private static String fall(double difference) {
        double share = -Math.expm1(-difference) * 100;
        return (share < 0 && !number(-share).equals("0.0") ? "−" : "") + number(Math.abs(share));
    }

    private static String signed(double difference) {
        double change = Math.expm1(difference) * 100;
        return (change < 0 && !number(-change).equals("0.0") ? "−" : "") + number(Math.abs(change));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < ONE_DIGIT_BELOW ? "%.1f" : "%.0f", value);
    }
}
