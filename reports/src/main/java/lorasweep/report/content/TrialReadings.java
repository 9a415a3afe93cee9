package lorasweep.report.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lorasweep.analysis.Entry;
import lorasweep.result.Measure;
import lorasweep.result.TrialResult;
import lorasweep.sweep.SweepTrial;
import lorasweep.trial.TrialId;

/** Reads the trials' results for the analysis, and keeps of each what the analysis does not pass on. */
final class TrialReadings {
    private static final int MOST_POINTS_OF_A_TRIAL = 400;
    private static final int MOST_POINTS = 40_000;
    private static final int LEAST_POINTS_OF_A_TRIAL = 24;
    private static final Pattern EPOCH_FILE = Pattern.compile("-(\\d{6})\\.safetensors$");

    private final ReportSource source;
    private final TrialCache cache;
    private final int points;
    private final Map<TrialId, Reading> readings = new ConcurrentHashMap<>();

    /**
     * What is kept of a trial.
     *
     * @param norms of the last checkpoint measured
     * @param files LoRA files by epoch, without their folder
     */
    record Reading(
            Optional<TrainingLines> training,
            Map<String, Double> norms,
            List<Measure.Memorisation> memorisations,
            Map<Integer, String> files) {}

    TrialReadings(ReportSource source, TrialCache cache) {
        this.source = source;
        this.cache = cache;
        int share = MOST_POINTS / Math.max(1, source.trials().size());
        this.points = Math.max(LEAST_POINTS_OF_A_TRIAL, Math.min(MOST_POINTS_OF_A_TRIAL, share));
    }

    /** The results, each read when it is asked for, by as many threads as there are cores. */
    Stream<Entry> entries() {
        return source.trials().parallelStream().map(this::read);
    }

    /** What is kept of a trial that was read. */
    Reading of(TrialId trial) {
        return readings.getOrDefault(trial, new Reading(Optional.empty(), Map.of(), List.of(), Map.of()));
    }

    private Entry read(SweepTrial trial) {
        Path outcome = source.state().folder().trial(trial.id()).outcomeFile();
        TrialCache.Read read = cache.of(trial.id(), outcome, points, () -> readFiles(trial));
        readings.put(trial.id(), read.reading());
        return new Entry(trial.spec(), trial.levels(), read.result());
    }

    private TrialCache.Read readFiles(SweepTrial trial) {
        TrialResult result = source.result(trial);
        TrainingLines lines = TrainingLines.of(source.curves(trial), result.epochs(), points);
        List<Measure> measures = result.measures();
        Map<String, Double> norms = new TreeMap<>();
        measures.stream()
                .filter(Measure.Norms.class::isInstance)
                .map(Measure.Norms.class::cast)
                .reduce((earlier, later) -> later)
                .ifPresent(last -> last.blocks().forEach((block, norm) -> {
                    Double rounded = Rounded.digits(norm);
                    if (rounded != null) {
                        norms.put(block, rounded);
                    }
                }));
        return new TrialCache.Read(
                result,
                new Reading(
                        lines.steps().isEmpty() && lines.epochSteps().isEmpty() ? Optional.empty() : Optional.of(lines),
                        norms,
                        measures.stream()
                                .filter(Measure.Memorisation.class::isInstance)
                                .map(Measure.Memorisation.class::cast)
                                .toList(),
                        files(trial)));
    }

    private Map<Integer, String> files(SweepTrial trial) {
        Map<Integer, String> files = new TreeMap<>();
        String last = trial.spec().save().outputName() + ".safetensors";
        try {
            for (String name : source.state().folder().trial(trial.id()).fileNames()) {
                Matcher epoch = EPOCH_FILE.matcher(name);
                if (epoch.find()) {
                    files.put(Integer.valueOf(epoch.group(1)), name);
                } else if (name.equals(last)) {
                    files.put(LAST, name);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** Stands for the last epoch in {@link Reading#files}. */
    static final int LAST = 0;
}
