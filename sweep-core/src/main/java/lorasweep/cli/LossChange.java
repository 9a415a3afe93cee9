package lorasweep.cli;

import java.util.Locale;

/** A score as people read it: how much higher or lower a loss is than the base model's. */
final class LossChange {
    private LossChange() {}

    /**
     * The change in per cent, with its sign; what is ten times the base's and more is given as a multiple.
     *
     * @param score mean logarithm of loss over the base model's
     */
    static String of(double score) {
        double ratio = Math.exp(score);
        return ratio < 10
                ? String.format(Locale.ROOT, "%+.1f %%", 100 * (ratio - 1))
                : String.format(Locale.ROOT, "x %.3g", ratio);
    }
}
