package lorasweep.report.content;

import java.util.List;
import lorasweep.analysis.verdict.WeightCurve;

/**
 * Held-out scores of one checkpoint under several LoRA weights.
 *
 * @param epoch of the checkpoint
 * @param best the weight with the lowest score and its interval
 * @param points weights of U-Net and text encoder with the score
 */
public record WeightFacts(int epoch, Range best, List<Point> points) {
    /** One pair of weights. */
    public record Point(double unet, double textEncoder, Range score) {}

    static WeightFacts of(WeightCurve curve) {
        return new WeightFacts(
                curve.moment().epoch(),
                Range.of(curve.best(), curve.bestInterval()),
                curve.points().stream()
                        .map(point -> new Point(point.unet(), point.textEncoder(), Range.of(point.score())))
                        .toList());
    }
}
