package lorasweep.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import lorasweep.file.WholeFile;
import lorasweep.result.LogFile.Content;
import lorasweep.result.LogFile.PlainHeader;
import lorasweep.result.LogFile.RowsPerStep;
import lorasweep.trial.InvalidInputException;

/**
 * A trial's folder as a place of results: opens its logs for the one process that trains the trial,
 * and reads them for everybody else, also while they grow.
 */
public final class TrialFolder {
    private static final String OUTCOME = "outcome.json";
    private static final String ERROR = "error.txt";
    private static final String ELSEWHERE = "elsewhere.txt";

    private final Path path;
    private final LogFile<ProbesHeader, ProbeRow> probes;
    private final LogFile<PlainHeader, StepRecord> steps;
    private final LogFile<PlainHeader, EpochRecord> epochs;
    private final LogFile<PlainHeader, WeightTest> weights;
    private final LogFile<PlainHeader, Measure> measures;
    private final LogFile<PlainHeader, StepTiming> timings;
    private final LogFile<PlainHeader, SamplePicture> samples;

    private TrialFolder(Path path) {
        this.path = path;
        this.probes = log("probes", ProbesHeader.class, ProbeRow.class, RowsPerStep.ONE);
        this.steps = log("steps", PlainHeader.class, StepRecord.class, RowsPerStep.ONE);
        this.epochs = log("epochs", PlainHeader.class, EpochRecord.class, RowsPerStep.ONE);
        this.weights = log("weights", PlainHeader.class, WeightTest.class, RowsPerStep.ONE);
        this.timings = log("timings", PlainHeader.class, StepTiming.class, RowsPerStep.ONE);
        this.measures = log("measures", PlainHeader.class, Measure.class, RowsPerStep.SEVERAL);
        this.samples = log("samples", PlainHeader.class, SamplePicture.class, RowsPerStep.SEVERAL);
    }

    private <H extends LogFile.Header, R extends AtStep> LogFile<H, R> log(
            String name, Class<H> headerType, Class<R> rowType, RowsPerStep rowsPerStep) {
        return new LogFile<>(path.resolve(name + ".jsonl"), "lorasweep/" + name, headerType, rowType, rowsPerStep);
    }

    /** What all rows of {@code probes.jsonl} share. */
    private record ProbesHeader(String format, int version, ProbePlan plan, Losses base) implements LogFile.Header {}

    /** The folder at a path, which need not exist before something is written. */
    public static TrialFolder at(Path path) {
        return new TrialFolder(path);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /**
     * The log of probes, ready for the next row.
     *
     * @param base losses without a LoRA, as in {@link ProbeTable}
     * @throws InvalidInputException if the folder already has rows of another plan or base
     */
    public ResultLog<ProbeRow> openProbes(ProbePlan plan, Losses base) throws IOException {
        ProbeTable table = new ProbeTable(plan, base, List.of());
        Files.createDirectories(path);
        return probes.open(new ProbesHeader(probes.format(), LogFile.VERSION, table.plan(), table.base()));
    }

    /** The log of optimizer updates, ready for the next row. */
    public ResultLog<StepRecord> openSteps() throws IOException {
        return open(steps);
    }

    /** The log of epochs, ready for the next row. */
    public ResultLog<EpochRecord> openEpochs() throws IOException {
        return open(epochs);
    }

    /** The log of weight tests, ready for the next row. */
    public ResultLog<WeightTest> openWeightTests() throws IOException {
        return open(weights);
    }

    /** The log of further measures, ready for the next row. */
    public ResultLog<Measure> openMeasures() throws IOException {
        return open(measures);
    }

    /** The log of wall times, ready for the next row; no part of what two equal runs have in common. */
    public ResultLog<StepTiming> openTimings() throws IOException {
        return open(timings);
    }

    /** The log of sample pictures, ready for the next row. */
    public ResultLog<SamplePicture> openSamples() throws IOException {
        return open(samples);
    }

    /** Where the sample pictures are. */
    public Path samplesFolder() {
        return path.resolve("samples");
    }

    /** Training pictures that samples are nearest to, each named by the hash of its content. */
    public Path nearestFolder() {
        return path.resolve("nearest");
    }

    private <R extends AtStep> ResultLog<R> open(LogFile<PlainHeader, R> log) throws IOException {
        Files.createDirectories(path);
        return log.open(new PlainHeader(log.format(), LogFile.VERSION));
    }

    /**
     * Forgets everything recorded after an optimizer update, so that a trial that resumes from its
     * checkpoint of that update leaves the same bytes as one that was never interrupted. No log may be
     * open.
     */
    public void rewindTo(long step) throws IOException {
        for (LogFile<?, ?> log : List.of(probes, steps, epochs, weights, measures, timings, samples)) {
            log.rewindTo(step);
        }
        Files.deleteIfExists(outcomeFile());
    }

    /**
     * The names of the files directly in the folder, sorted; with those that are in it in another store and were not
     * brought here.
     */
    public List<String> fileNames() throws IOException {
        NavigableSet<String> names = new TreeSet<>();
        if (Files.isDirectory(path)) {
            try (Stream<Path> files = Files.list(path)) {
                files.forEach(file -> names.add(String.valueOf(file.getFileName())));
            }
        }
        if (names.remove(ELSEWHERE)) {
            Files.readAllLines(path.resolve(ELSEWHERE)).stream()
                    .filter(name -> name.indexOf('/') < 0)
                    .forEach(names::add);
        }
        return List.copyOf(names);
    }

    /** Puts down which files are in another store and were not brought here. */
    public void noteElsewhere(Collection<String> names) throws IOException {
        WholeFile.write(path.resolve(ELSEWHERE), unfinished -> Files.write(unfinished, names));
    }

    /** Writes how the trial ended; readers see the whole file or none. */
    public void finish(TrialOutcome outcome) throws IOException {
        WholeFile.write(outcomeFile(), ResultJson.write(outcome));
    }

    /** Where it says how the trial ended; the last file to be written, there only if it has. */
    public Path outcomeFile() {
        return path.resolve(OUTCOME);
    }

    /** Where the stack trace of a bug of ours is kept; there only if one ended the trial. */
    public Path errorFile() {
        return path.resolve(ERROR);
    }

    /** Keeps the stack trace of a bug of ours that ended the trial. */
    public void keepStackTrace(String text) throws IOException {
        Files.createDirectories(path);
        Files.writeString(errorFile(), text);
    }

    /** Takes back how the trial ended, so that it goes on from where it was. */
    public void reopen() throws IOException {
        Files.deleteIfExists(outcomeFile());
        Files.deleteIfExists(errorFile());
    }

    /**
     * All results so far except the curves.
     *
     * @throws InvalidInputException if a file cannot be read
     */
    public TrialResult read() throws IOException {
        Optional<Content<ProbesHeader, ProbeRow>> measured = probes.read();
        return new TrialResult(measured.map(this::table), rows(epochs), rows(weights), rows(measures), outcome());
    }

    private ProbeTable table(Content<ProbesHeader, ProbeRow> content) {
        try {
            return new ProbeTable(content.header().plan(), content.header().base(), content.rows());
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(
                    probes.path() + ": " + e.getMessage()
                            + "; restore the file, or delete the trial's folder to train it again.",
                    e);
        }
    }

    private static <R extends AtStep> List<R> rows(LogFile<PlainHeader, R> log) throws IOException {
        return log.read().map(Content::rows).orElse(List.of());
    }

    /**
     * How the trial ended; empty while it has not.
     *
     * @throws InvalidInputException if the file cannot be understood
     */
    public Optional<TrialOutcome> outcome() throws IOException {
        Path file = outcomeFile();
        return Files.exists(file)
                ? Optional.of(ResultJson.read(Files.readAllBytes(file), TrialOutcome.class, file.toString()))
                : Optional.empty();
    }

    /**
     * The sample pictures drawn so far, those of the base first.
     *
     * @throws InvalidInputException if the file cannot be read
     */
    public List<SamplePicture> samples() throws IOException {
        return rows(samples);
    }

    /**
     * The curves so far; of size 0 before the first update.
     *
     * @throws InvalidInputException if the file cannot be read
     */
    public TrialCurves curves() throws IOException {
        return TrialCurves.of(rows(steps));
    }

    /**
     * What was recorded after each update so far.
     *
     * @throws InvalidInputException if the file cannot be read
     */
    public List<StepRecord> steps() throws IOException {
        return rows(steps);
    }

    /**
     * The wall times so far.
     *
     * @throws InvalidInputException if the file cannot be read
     */
    public List<StepTiming> timings() throws IOException {
        return rows(timings);
    }
}
