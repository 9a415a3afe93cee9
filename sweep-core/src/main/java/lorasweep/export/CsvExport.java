package lorasweep.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import lorasweep.analysis.Entry;
import lorasweep.analysis.SweepAnalysis;
import lorasweep.analysis.TrialAnalysis;
import lorasweep.result.EpochRecord;
import lorasweep.result.ProbeMeasurement;
import lorasweep.result.TrialOutcome.Cost;
import lorasweep.sweep.SweepState;
import lorasweep.sweep.SweepTrial;
import lorasweep.trial.TrialId;
import lorasweep.trial.TrialSpecCodec;

/**
 * A sweep as three tables that join by the trial's id: {@code trials.csv} (settings, outcome, verdict,
 * cost), {@code epochs.csv} (training loss) and {@code probes.csv} (every loss on every probe).
 */
public final class CsvExport {
    private CsvExport() {}

    /**
     * Writes the tables; those of an earlier export are replaced.
     *
     * @return the files
     */
    public static List<Path> write(SweepState state, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path trials = folder.resolve("trials.csv");
        Path epochs = folder.resolve("epochs.csv");
        Path probes = folder.resolve("probes.csv");
        writeTrials(state, trials);
        try (CsvTable epochTable = new CsvTable(
                        epochs,
                        List.of(
                                "trial",
                                "epoch",
                                "step",
                                "loss_average",
                                "loss_mean",
                                "loss_deviation",
                                "keys_scaled"));
                CsvTable probeTable = new CsvTable(
                        probes,
                        List.of(
                                "trial",
                                "epoch",
                                "step",
                                "split",
                                "image",
                                "timestep",
                                "band",
                                "noise",
                                "loss",
                                "base_loss"))) {
            for (Entry entry : state.entries()) {
                String id = entry.spec().id().text();
                for (EpochRecord row : entry.result().epochs()) {
                    epochTable.row(
                            id,
                            row.epoch(),
                            row.step(),
                            row.lossAverage(),
                            row.lossMean(),
                            row.lossDeviation(),
                            row.keysScaled());
                }
                writeProbes(entry, id, probeTable);
            }
        }
        return List.of(trials, epochs, probes);
    }

    private static void writeProbes(Entry entry, String id, CsvTable table) throws IOException {
        if (entry.result().probes().isEmpty()) {
            return;
        }
        try (Stream<ProbeMeasurement> measurements =
                entry.result().probes().get().measurements()) {
            for (ProbeMeasurement row : (Iterable<ProbeMeasurement>) measurements::iterator) {
                table.row(
                        id,
                        row.epoch(),
                        row.step(),
                        row.split(),
                        row.image(),
                        row.timestep(),
                        row.band(),
                        row.noise(),
                        row.loss(),
                        row.baseLoss());
            }
        }
    }

    private static void writeTrials(SweepState state, Path file) throws IOException {
        SweepAnalysis analysis = state.analysis();
        Map<TrialId, TrialAnalysis> analyses = new HashMap<>();
        analysis.trials().forEach(trial -> analyses.put(trial.id(), trial));
        List<String> settings =
                List.copyOf(new TreeSet<>(TrialSpecCodec.catalog().names()));
        List<String> columns = new ArrayList<>(List.of(
                "trial",
                "name",
                "status",
                "verdict",
                "best_epoch",
                "best_score",
                "steps",
                "train_seconds",
                "probe_seconds",
                "sample_seconds",
                "peak_memory_bytes"));
        columns.addAll(settings);
        try (CsvTable table = new CsvTable(file, columns)) {
            for (SweepTrial trial : state.trials()) {
                List<Object> cells = new ArrayList<>(List.of(trial.id().text(), trial.name(), trial.status()));
                cells.addAll(judged(analyses, trial.id()));
                cells.addAll(
                        trial.outcome().map(outcome -> costs(outcome.cost())).orElse(List.of("", "", "", "", "")));
                var values = trial.spec().settings();
                for (String setting : settings) {
                    var value = values.get(setting);
                    cells.add(value == null ? "" : value.isValueNode() ? value.asText() : value.toString());
                }
                table.row(cells.toArray());
            }
        }
    }

    private static List<Object> costs(Cost cost) {
        return List.of(
                cost.steps(), cost.trainSeconds(), cost.probeSeconds(), cost.sampleSeconds(), cost.peakMemoryBytes());
    }

    private static List<Object> judged(Map<TrialId, TrialAnalysis> analyses, TrialId id) {
        TrialAnalysis trial = analyses.get(id);
        if (trial == null) {
            return List.of("", "", "");
        }
        Object verdict = trial.finding().verdict();
        return trial.fit()
                .flatMap(fit -> fit.best()
                        .map(best -> List.<Object>of(
                                verdict,
                                fit.moments().get(best.index()).epoch(),
                                fit.heldOut().mean().at(best.index()))))
                .orElse(List.of(verdict, "", ""));
    }
}
