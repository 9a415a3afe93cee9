package lorasweep.analysis;

import java.util.List;
import lorasweep.analysis.score.BestMoment;
import lorasweep.analysis.score.Half;
import lorasweep.analysis.score.Series;
import lorasweep.analysis.score.TrialScores;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.analysis.verdict.Thresholds;
import lorasweep.trial.TrialId;
import lorasweep.trial.TrialSpec;

/**
 * A trial at its best moment, as it is compared with others. All scores are relative to the base of the
 * sweep's first trial, so that trials on other bases can be compared too.
 *
 * @param levels one per axis
 * @param selected held-out scores by image from the selection half: to choose by
 * @param reported the same from the reporting half: to report and test with
 */
record Contender(
        TrialSpec spec,
        TrialId id,
        List<Integer> levels,
        TrialScores scores,
        BestMoment best,
        Series selected,
        Series reported) {

    static Contender of(
            TrialSpec spec,
            TrialId id,
            List<Integer> levels,
            TrialScores scores,
            BestMoment best,
            TrialScores reference) {
        double[] offsets = scores.offsets(reference);
        return new Contender(
                spec,
                id,
                levels,
                scores,
                best,
                shifted(scores.heldOut(Half.SELECTION, best.index()), offsets),
                shifted(scores.heldOut(Half.REPORT, best.index()), offsets));
    }

    private static Series shifted(double[] scores, double[] offsets) {
        for (int image = 0; image < scores.length; image++) {
            scores[image] += offsets[image];
        }
        return Series.of(scores);
    }

    /** Mean reported score. */
    double score() {
        return Estimate.mean(reported.toArray());
    }

    /** Whether its scores are to be kept from what is said of trials that work. */
    boolean isBroken() {
        return Thresholds.isBroken(score());
    }

    /** Optimizer updates up to the best moment. */
    long steps() {
        return scores.moments().get(best.index()).step();
    }
}
