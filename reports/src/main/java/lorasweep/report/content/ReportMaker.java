package lorasweep.report.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lorasweep.analysis.SweepAnalysis;
import lorasweep.analysis.TrialAnalysis;
import lorasweep.analysis.verdict.Rule;
import lorasweep.best.NextGrid;
import lorasweep.result.Band;
import lorasweep.result.ProbePlan;
import lorasweep.sweep.SweepTrial;
import lorasweep.trial.TrialId;

/** Makes the report of a sweep. Each trial's files are read once. */
public final class ReportMaker {
    private final ReportSource source;
    private final SweepAnalysis analysis;
    private final Map<String, Integer> indices = new HashMap<>();

    private ReportMaker(ReportSource source, SweepAnalysis analysis) {
        this.source = source;
        this.analysis = analysis;
        for (int i = 0; i < analysis.trials().size(); i++) {
            indices.put(analysis.trials().get(i).id().text(), i);
        }
    }

    /**
     * The report of a sweep as its files are now.
     *
     * @throws lorasweep.trial.InvalidInputException if a file cannot be understood
     * @throws java.io.UncheckedIOException if a file cannot be read
     */
    public static Report make(ReportSource source) {
        return make(source, new TrialCache());
    }

    /** The same for somebody who makes it again and again. */
    public static Report make(ReportSource source, TrialCache cache) {
        TrialReadings readings = new TrialReadings(source, cache);
        SweepAnalysis analysis = SweepAnalysis.of(source.state().axes(), readings.entries());
        return new ReportMaker(source, analysis).report(readings);
    }

    private Report report(TrialReadings readings) {
        Map<TrialId, SweepTrial> planned = new HashMap<>();
        source.trials().forEach(trial -> planned.put(trial.id(), trial));
        Map<String, JsonNode> shared = SharedSettings.of(
                analysis.trials().stream().map(TrialAnalysis::spec).toList());
        Places places = Places.of(analysis.leaderboard());
        TrialMaker maker = new TrialMaker(places, shared);
        List<TrialFacts> trials = analysis.trials().parallelStream()
                .map(trial ->
                        maker.make(trial, Objects.requireNonNull(planned.get(trial.id())), readings.of(trial.id())))
                .toList();
        PickCard pick = new PickMaker(source, analysis, this::index).card(trials);
        Pictures pictures = PicturesMaker.make(source, analysis.trials(), trials, readings);
        Optional<NextGrid> next = NextGrid.of(source.state(), analysis);
        return new Report(
                Report.FORMAT,
                Report.VERSION,
                ScoreLine.UNIT,
                sweep(),
                pick,
                NextSteps.of(analysis, next.map(NextGrid::edges).orElse(analysis.edges())),
                next.map(grid -> new NextGridFile(grid.file(), grid.trials(), grid.text()))
                        .orElse(null),
                Board.of(analysis),
                source.state().axes().stream().map(AxisFacts::of).toList(),
                analysis.plan().stream()
                        .flatMap(plan -> plan.bands().stream())
                        .map(Band::name)
                        .toList(),
                Arrays.stream(Rule.values())
                        .collect(Collectors.toMap(Rule::name, Rule::statement, (one, other) -> one, TreeMap::new)),
                shared,
                trials,
                analysis.importance().map(ImportanceMaker::make).orElse(null),
                CostMaker.make(source, trials, this::index),
                pictures,
                StagesMaker.make(trials, pick, pictures),
                Methods.of(analysis, source));
    }

    private int index(String trial) {
        return indices.getOrDefault(trial, -1);
    }

    private SweepFacts sweep() {
        int ended = (int) IntStream.range(0, analysis.trials().size())
                .filter(i -> analysis.trials().get(i).outcome().isPresent())
                .count();
        return new SweepFacts(
                source.state().name(),
                source.folder().toString(),
                source.now().toString(),
                ended < analysis.trials().size(),
                analysis.trials().size(),
                ended,
                analysis.plan().map(plan -> plan.heldOut().size()).orElse(0),
                analysis.plan().map(ProbePlan::count).orElse(0));
    }
}
