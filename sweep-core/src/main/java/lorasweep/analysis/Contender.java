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
 * @param offsets by image, what its scores are shifted by to be relative to that base
 */
record Contender(
        TrialSpec spec, TrialId id, List<Integer> levels, TrialScores scores, BestMoment best, Series offsets) {

    static Contender of(
            TrialSpec spec,
            TrialId id,
            List<Integer> levels,
            TrialScores scores,
            BestMoment best,
            TrialScores reference) {
        return new Contender(spec, id, levels, scores, best, Series.of(scores.offsets(reference)));
    }

    /** Mean score at the moment that these noises would choose: to choose by. */
    double chosenBy(Half half) {
        return Estimate.mean(shifted(scores.chosenBy(half)));
    }

    /** By held-out image, what these noises report on the choice of the other half. */
    double[] reported(Half half) {
        return shifted(scores.atBest(half));
    }

    /** By held-out image, what is reported of its best moment and tested. */
    double[] reported() {
        return shifted(scores.atBest());
    }

    private double[] shifted(double[] values) {
        for (int image = 0; image < values.length; image++) {
            values[image] += offsets.at(image);
        }
        return values;
    }

    /** Mean reported score. */
    double score() {
        return Estimate.mean(reported());
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
