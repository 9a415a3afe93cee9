package lorasweep.report.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import lorasweep.analysis.verdict.Verdict;
import lorasweep.result.TrialOutcome;
import org.jspecify.annotations.Nullable;

/**
 * One trial.
 *
 * @param id its name everywhere
 * @param name its values on the axes, for people
 * @param status how it stands: planned, running, completed, pruned, failed
 * @param pack number of the pack it was trained in
 * @param seed its seed
 * @param levels for every axis the index of its level
 * @param finding the verdict
 * @param flags further signs
 * @param place whether it is the winner, tied with it or behind; absent if it was not scored
 * @param score held-out score at its best moment, relative to the base of the first trial; absent likewise
 * @param broken whether its loss lies above the base's even at its best moment, by however much
 * @param behind by how much its configuration's score lies above the winner's; absent likewise
 * @param course its curves; absent if it was not measured
 * @param weightTests held-out scores under other weights than 1
 * @param training what TensorBoard would show; absent if there is no log
 * @param norms norms of the last checkpoint that was measured, by block
 * @param cost what it cost; absent while it runs
 * @param ended why it failed or was ended early; absent otherwise
 * @param files names of its LoRA files that exist, by epoch
 * @param toml a config file for kohya's sd-scripts that trains it again
 * @param settings those in which it differs from other trials
 */
public record TrialFacts(
        String id,
        String name,
        String status,
        int pack,
        long seed,
        List<Integer> levels,
        FindingFacts finding,
        List<FlagFacts> flags,
        @Nullable String place,
        @Nullable Range score,
        boolean broken,
        @Nullable Range behind,
        @Nullable Course course,
        List<WeightFacts> weightTests,
        @Nullable TrainingLines training,
        Map<String, Double> norms,
        TrialOutcome.@Nullable Cost cost,
        @Nullable String ended,
        Map<Integer, String> files,
        String toml,
        Map<String, JsonNode> settings) {
    /** Copies the lists. */
    public TrialFacts {
        levels = List.copyOf(levels);
        flags = List.copyOf(flags);
        weightTests = List.copyOf(weightTests);
    }

    /**
     * The verdict.
     *
     * @param rule name of the rule that decided
     * @param sentence what it found here
     * @param evidence every rule looked at
     * @param advice what to try next
     */
    public record FindingFacts(
            Verdict verdict, String rule, String sentence, List<EvidenceFacts> evidence, List<String> advice) {}

    /**
     * What one rule found.
     *
     * @param rule its name
     * @param sentence what it found
     * @param side whether its number lies ABOVE or BELOW its threshold, or is UNDECIDED
     * @param value the number, a difference of scores
     */
    public record EvidenceFacts(String rule, String sentence, String side, Range value, double threshold) {}

    /** A sign, at the epoch it was seen at. */
    public record FlagFacts(String kind, int epoch, String sentence, List<String> advice) {}

    /**
     * Scores over the moments of the trial. Index 0 is the base.
     *
     * @param epochs completed at each moment
     * @param steps made at each moment
     * @param verdicts one letter per trained moment: the first of U(nderfit), G(ood), O(verfit),
     *     D(iverged), N(o learning), I(nconclusive)
     * @param heldOut held-out images
     * @param twin measured training images; absent if there are none
     * @param bands the same band by band
     * @param best the best moment; absent if none is
     */
    public record Course(
            List<Integer> epochs,
            List<Long> steps,
            String verdicts,
            ScoreLine heldOut,
            @Nullable ScoreLine twin,
            List<BandLine> bands,
            @Nullable Best best) {}

    /** One band's scores. */
    public record BandLine(ScoreLine heldOut, @Nullable ScoreLine twin) {}

    /**
     * The best moment and its window, as indices of moments.
     *
     * @param first first moment of the 95 % interval of the best one
     * @param last last of it
     */
    public record Best(int index, int first, int last, int earliest, int latest, double margin) {}
}
