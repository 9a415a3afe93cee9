package lorasweep.report.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sweep's report. Trials are referred to by their index in {@link #trials}.
 *
 * @param format always {@link #FORMAT}
 * @param version of the layout
 * @param scoreUnit one unit of the whole numbers in {@link ScoreLine}
 * @param sweep what the report is about
 * @param pick the checkpoint to take; absent if nothing is better than the base
 * @param next what to try next, the most useful first
 * @param nextGrid the grid file to go on with; absent if the winner lies inside the grid
 * @param board how many trials have each verdict and each sign
 * @param axes what varies
 * @param bands names of the bands of timesteps, in the order of the lines of each trial
 * @param rules what each rule of a verdict says, by its name
 * @param settings the settings that all trials share
 * @param trials in the order of the grid
 * @param importance which axes make the difference; absent if nothing varies
 * @param cost what the sweep cost
 * @param pictures sample pictures
 * @param stages pictures that show what the verdicts say
 * @param methods how the numbers came about and what they cannot say
 */
public record Report(
        String format,
        int version,
        double scoreUnit,
        SweepFacts sweep,
        @Nullable PickCard pick,
        List<NextStep> next,
        @Nullable NextGridFile nextGrid,
        List<Tally> board,
        List<AxisFacts> axes,
        List<String> bands,
        Map<String, String> rules,
        Map<String, JsonNode> settings,
        List<TrialFacts> trials,
        @Nullable ImportanceFacts importance,
        CostFacts cost,
        Pictures pictures,
        List<Stage> stages,
        List<Method> methods) {
    /** What {@link #format} says. */
    public static final String FORMAT = "lorasweep/report";

    /** The version of the layout. */
    public static final int VERSION = 1;

    /** Copies the lists. */
    public Report {
        next = List.copyOf(next);
        board = List.copyOf(board);
        axes = List.copyOf(axes);
        bands = List.copyOf(bands);
        trials = List.copyOf(trials);
        stages = List.copyOf(stages);
        methods = List.copyOf(methods);
    }
}
