package lorasweep.report.content;

import java.util.stream.IntStream;
import lorasweep.analysis.score.ScoreCurve;
import org.jspecify.annotations.Nullable;

/**
 * Scores by moment, the base first, in whole multiples of {@link #UNIT}. Ends before the first moment
 * with a loss that was not finite.
 *
 * @param mean mean over images
 * @param half half the width of the 95 % interval over images; absent where it is unknown or not shown
 */
public record ScoreLine(int[] mean, int @Nullable [] half) {
    /** One unit: 0.01 % of loss. */
    public static final double UNIT = 1e-4;

    static ScoreLine of(ScoreCurve curve) {
        int scored = scored(curve);
        boolean known = IntStream.range(0, scored)
                .allMatch(moment -> Double.isFinite(curve.halfWidth().at(moment)));
        return new ScoreLine(
                units(curve.mean().toArray(), scored),
                known ? units(curve.halfWidth().toArray(), scored) : null);
    }

    /** Without the interval. */
    static ScoreLine meanOf(ScoreCurve curve) {
        return new ScoreLine(units(curve.mean().toArray(), scored(curve)), null);
    }

    private static int scored(ScoreCurve curve) {
        int size = curve.mean().size();
        return IntStream.range(0, size)
                .filter(moment -> Double.isNaN(curve.mean().at(moment)))
                .findFirst()
                .orElse(size);
    }

    private static int[] units(double[] values, int count) {
        return IntStream.range(0, count)
                .map(i -> (int) Math.round(values[i] / UNIT))
                .toArray();
    }
}
