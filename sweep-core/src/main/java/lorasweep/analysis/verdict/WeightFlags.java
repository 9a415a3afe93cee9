package lorasweep.analysis.verdict;

import java.util.List;
import java.util.Optional;

/** Flags on checkpoints that do better at a LoRA weight far from 1. */
public final class WeightFlags {
    private WeightFlags() {}

    /** The flags of a trial, in the order of its weight tests. */
    public static List<Flag> of(List<WeightCurve> curves) {
        return curves.stream().flatMap(curve -> of(curve).stream()).toList();
    }

    private static Optional<Flag> of(WeightCurve curve) {
        Verdict verdict = WeightRules.verdict(curve, Thresholds.LEAST_MARGIN);
        if (verdict == Verdict.INCONCLUSIVE) {
            return Optional.empty();
        }
        Evidence found = WeightRules.best(curve, Thresholds.LEAST_MARGIN);
        return Optional.of(new Flag(
                verdict == Verdict.OVERFIT ? FlagKind.TOO_STRONG : FlagKind.TOO_WEAK,
                curve.moment(),
                found.estimate().mean(),
                Optional.of(found.estimate().interval()),
                found.threshold(),
                found.sentence(),
                List.of()));
    }
}
