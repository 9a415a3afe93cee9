package lorasweep.analysis.verdict;

/** Rules on the LoRA weight that suits held-out images best. */
final class WeightRules {
    private WeightRules() {}

    /** Would a much weaker LoRA be better, or a much stronger one? Named by what was found to be the case. */
    static Evidence best(WeightCurve curve, double margin) {
        boolean below = curve.best() <= Thresholds.WEIGHT_WELL_BELOW_ONE;
        return new Evidence(
                below ? Rule.WEIGHT_BELOW_ONE : Rule.WEIGHT_ABOVE_ONE,
                curve.loss(),
                margin,
                "After " + curve.moment() + " held-out loss is lowest at LoRA weight " + curve.best()
                        + "; at weight 1 it differs from that by " + Percent.withInterval(curve.loss()) + ".");
    }

    /** What the weight test alone says: UNDERFIT, OVERFIT or nothing, which is INCONCLUSIVE. */
    static Verdict verdict(WeightCurve curve, double margin) {
        if (Side.of(curve.loss(), margin) != Side.ABOVE) {
            return Verdict.INCONCLUSIVE;
        }
        if (curve.best() <= Thresholds.WEIGHT_WELL_BELOW_ONE) {
            return Verdict.OVERFIT;
        }
        return curve.best() >= Thresholds.WEIGHT_WELL_ABOVE_ONE ? Verdict.UNDERFIT : Verdict.INCONCLUSIVE;
    }
}
