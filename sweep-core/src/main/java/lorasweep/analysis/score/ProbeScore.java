package lorasweep.analysis.score;

import java.util.List;
import java.util.OptionalDouble;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.result.Losses;
import lorasweep.result.ProbePlan;
import lorasweep.result.ProbeTable;
import lorasweep.result.Split;

/** The score of one moment as a single number, for whoever must decide while a trial runs. */
public final class ProbeScore {
    private ProbeScore() {}

    /**
     * The mean over images of the mean over bands of {@code log(loss / base loss)}, all noises: what
     * {@link TrialScores} has for {@link Half#BOTH}.
     *
     * @param base losses without a LoRA, all finite and above 0
     * @return NaN if a loss is not a finite number above 0; empty if the split has no image
     */
    public static OptionalDouble of(ProbePlan plan, Losses base, Losses losses, Split split) {
        int images = plan.images(split).size();
        if (images == 0) {
            return OptionalDouble.empty();
        }
        ProbeTable table = new ProbeTable(plan, base, List.of());
        double score =
                Estimate.mean(SplitScores.of(table, split, List.of(losses)).scores(Half.BOTH)[0]);
        return OptionalDouble.of(Double.isFinite(score) ? score : Double.NaN);
    }
}
