package lorasweep.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lorasweep.analysis.Axis;
import lorasweep.analysis.Fit;
import lorasweep.analysis.SweepAnalysis;
import lorasweep.analysis.TrialAnalysis;
import lorasweep.sweep.SweepState;
import lorasweep.sweep.SweepTrial;
import lorasweep.sweep.Timeline;
import lorasweep.sweep.Timeline.Ending;
import lorasweep.sweep.Timeline.PackAttempt;
import lorasweep.tensorboard.EventFile;
import lorasweep.tensorboard.EventFile.Scalars;
import lorasweep.tensorboard.HParams;
import lorasweep.trial.TrialId;

/**
 * A sweep as a folder for {@code tensorboard --logdir}: one folder for each trial that has begun, named
 * by its values, with its own curves, its scores on probes, and its values and results for the HParams
 * plugin, which shows them as a table beside the curves.
 */
public final class TensorBoardExport {
    private static final String HELD_OUT = "score/heldout";
    private static final String TRAIN_TWIN = "score/train_twin";
    private static final String BEST_SCORE = "best/score";
    private static final String BEST_EPOCH = "best/epoch";
    private static final String VERDICT = "verdict";
    private static final String SEED = "seed";

    /** TensorBoard knows event files by the first part of their names. */
    private static final String FILE = "events.out.tfevents.0.hparams";

    private final SweepState state;
    private final Path folder;
    private final Map<TrialId, TrialAnalysis> analyses = new HashMap<>();
    private final Instant begun;

    private TensorBoardExport(SweepState state, Path folder) {
        this.state = state;
        this.folder = folder;
        SweepAnalysis analysis = state.analysis();
        analysis.trials().forEach(trial -> analyses.put(trial.id(), trial));
        this.begun = state.timeline().runs().stream()
                .map(Timeline.Run::start)
                .findFirst()
                .orElse(Instant.EPOCH);
    }

    /**
     * Writes the folder; files of an earlier export are replaced, all others stay.
     *
     * @return the folder to give to TensorBoard
     */
    public static Path write(SweepState state, Path folder) throws IOException {
        TensorBoardExport export = new TensorBoardExport(state, folder);
        List<Map<String, Object>> trials = new ArrayList<>();
        for (SweepTrial trial : state.trials()) {
            if (trial.status() != SweepTrial.Status.PLANNED && trial.status() != SweepTrial.Status.REMOVED) {
                Map<String, Object> values = export.values(trial);
                export.write(trial, values);
                trials.add(values);
            }
        }
        export.writeExperiment(trials);
        return folder;
    }

    private void writeExperiment(List<Map<String, Object>> trials) throws IOException {
        Map<String, Set<Object>> values = new LinkedHashMap<>();
        state.axes().forEach(axis -> values.put(axis.setting(), new LinkedHashSet<>()));
        trials.forEach(trial -> trial.forEach((name, value) ->
                values.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(value)));
        List<HParams.Column> columns = new ArrayList<>();
        values.forEach((name, all) -> columns.add(new HParams.Column(name, List.copyOf(all))));
        Files.createDirectories(folder);
        try (EventFile file = create(folder, begun)) {
            file.append(new HParams.Experiment(
                    "lorasweep " + state.name(),
                    begun,
                    columns,
                    List.of(BEST_SCORE, BEST_EPOCH, HELD_OUT, TRAIN_TWIN)));
        }
    }

    private static EventFile create(Path folder, Instant at) throws IOException {
        return EventFile.create(folder.resolve(FILE), Clock.fixed(at, ZoneOffset.UTC));
    }

    private void write(SweepTrial trial, Map<String, Object> values) throws IOException {
        Path own = folder.resolve(trial.name().replaceAll("[^A-Za-z0-9._=+-]+", "_"));
        Files.createDirectories(own);
        copyCurves(state.folder().trial(trial.id()).path().resolve("tensorboard"), own);
        Optional<PackAttempt> attempt = state.timeline().packs().stream()
                .filter(pack -> pack.trials().contains(trial.id()))
                .reduce((earlier, later) -> later);
        Instant start = attempt.map(PackAttempt::start).orElse(begun);
        Instant end = attempt.flatMap(PackAttempt::end).map(Ending::at).orElse(start);
        Optional<Fit> fit = Optional.ofNullable(analyses.get(trial.id())).flatMap(TrialAnalysis::fit);
        try (EventFile file = create(own, start)) {
            file.append(new HParams.Start(values, start));
            for (Scalars scores : scores(fit)) {
                file.append(scores);
            }
            file.append(new HParams.End(status(trial.status()), end));
        }
    }

    /** The trial's own event files, with the times at which things happened. */
    private static void copyCurves(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Its place on the axes, its seed, and the verdict, as a column to filter by. */
    private Map<String, Object> values(SweepTrial trial) {
        Map<String, Object> values = new HashMap<>();
        for (int axis = 0; axis < state.axes().size(); axis++) {
            Axis.Level level =
                    state.axes().get(axis).levels().get(trial.levels().get(axis));
            values.put(
                    state.axes().get(axis).setting(),
                    level.number().isPresent() ? (Object) level.number().getAsDouble() : level.text());
        }
        values.put(SEED, (double) trial.spec().seed());
        Optional.ofNullable(analyses.get(trial.id()))
                .ifPresent(
                        found -> values.put(VERDICT, found.finding().verdict().name()));
        return values;
    }

    /** What was measured on probes, on the axis of updates, and at last the best of it. */
    private static List<Scalars> scores(Optional<Fit> measured) {
        List<Scalars> scores = new ArrayList<>();
        measured.ifPresent(fit -> {
            for (int moment = 0; moment < fit.moments().size(); moment++) {
                Map<String, Double> values = new LinkedHashMap<>();
                values.put(HELD_OUT, fit.heldOut().mean().at(moment));
                int at = moment;
                fit.trainTwin()
                        .ifPresent(twin -> values.put(TRAIN_TWIN, twin.mean().at(at)));
                values.values().removeIf(score -> score.isNaN());
                scores.add(new Scalars(fit.moments().get(moment).step(), values));
            }
            fit.best().ifPresent(best -> {
                Map<String, Double> values = new LinkedHashMap<>();
                values.put(BEST_SCORE, fit.heldOut().mean().at(best.index()));
                values.put(BEST_EPOCH, (double) fit.moments().get(best.index()).epoch());
                scores.add(
                        new Scalars(fit.moments().get(fit.moments().size() - 1).step(), values));
            });
        });
        return scores;
    }

    private static HParams.Status status(SweepTrial.Status status) {
        return switch (status) {
            case COMPLETED, PRUNED -> HParams.Status.SUCCESS;
            case FAILED -> HParams.Status.FAILURE;
            case RUNNING -> HParams.Status.RUNNING;
            case PLANNED, REMOVED -> HParams.Status.UNKNOWN;
        };
    }
}
