package lorasweep.analysis;

import java.util.List;
import java.util.Optional;
import lorasweep.analysis.score.BandCurve;
import lorasweep.analysis.score.BestMoment;
import lorasweep.analysis.score.Moment;
import lorasweep.analysis.score.ScoreCurve;
import lorasweep.analysis.score.Series;
import lorasweep.analysis.verdict.MomentVerdict;
import lorasweep.analysis.verdict.WeightCurve;

/**
 * The course of a trial that was measured. Curves and verdicts are indexed by moment; moment 0 is the
 * base.
 *
 * @param heldOut scores of the held-out images
 * @param trainTwin scores of the measured training images; empty if there are none
 * @param bands the same band by band
 * @param best the best moment; empty if no trained moment could be scored
 * @param window the moments around the best one that are shown to be within the margin of it; empty
 *     likewise
 * @param verdicts one per trained moment
 * @param weightTests the weight tests that could be scored
 * @param bestByImage held-out scores by image at the best moment as they are reported, relative to the
 *     base of the sweep's first trial; empty likewise
 */
public record Fit(
        List<Moment> moments,
        ScoreCurve heldOut,
        Optional<ScoreCurve> trainTwin,
        List<BandCurve> bands,
        Optional<BestMoment> best,
        Optional<Window> window,
        List<MomentVerdict> verdicts,
        List<WeightCurve> weightTests,
        Optional<Series> bestByImage) {
    /** Copies the lists. */
    public Fit {
        moments = List.copyOf(moments);
        bands = List.copyOf(bands);
        verdicts = List.copyOf(verdicts);
        weightTests = List.copyOf(weightTests);
    }

    /**
     * The usable moments of a trial.
     *
     * @param earliest index of the first moment tied with the best
     * @param minimum index of the best moment
     * @param latest index of the last moment tied with it
     * @param margin difference of scores below which moments are tied
     */
    public record Window(int earliest, int minimum, int latest, double margin) {}
}
