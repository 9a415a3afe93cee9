package lorasweep.report.content;

import java.util.ArrayList;
import java.util.List;
import lorasweep.analysis.EdgeAdvice;
import lorasweep.analysis.SweepAnalysis;

/** What to try next with the sweep as a whole. */
final class NextSteps {
    private NextSteps() {}

    static List<NextStep> of(SweepAnalysis analysis, List<EdgeAdvice> edges) {
        List<NextStep> steps = new ArrayList<>();
        for (EdgeAdvice edge : edges) {
            boolean shown = edge.support() == EdgeAdvice.Support.SHOWN;
            steps.add(new NextStep(
                    edge.sentence(),
                    shown ? "edge of the grid, shown" : "edge of the grid, possible",
                    "grid:\n  " + edge.setting() + ": [" + String.join(", ", edge.values()) + "]"));
        }
        analysis.advice().forEach(advice -> steps.add(new NextStep(advice.sentence(), advice.setting(), null)));
        return steps;
    }
}
