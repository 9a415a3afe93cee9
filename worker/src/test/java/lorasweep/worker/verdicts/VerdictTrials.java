package lorasweep.worker.verdicts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lorasweep.analysis.score.TrialScores;
import lorasweep.result.TrialFolder;
import lorasweep.result.WeightTest;
import lorasweep.runner.PackObserver;
import lorasweep.runner.PackWork;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.demobase.EmojiPackage;
import lorasweep.worker.lora.LoraAdapter;
import lorasweep.worker.probe.CheckpointProbes;
import lorasweep.worker.runner.PackRunner;
import lorasweep.worker.train.OpenBases;

/**
 * Trains the benchmark's trials, a sweep in a pack, and measures every epoch of each with the oracle: one noise of
 * all sweeps after the other, so that whenever it is ended all have nearly as many. What is done is not done again:
 * end it at any time, start it again, with a size of more noises too, and it goes on. Arguments: the unpacked emoji
 * package, the base, the folder of results, a size, and for a part only the subjects.
 */
public final class VerdictTrials {
    private final BenchmarkSweep sweep;
    private final Path cache;

    private VerdictTrials(BenchmarkSweep sweep) {
        this.sweep = sweep;
        this.cache = sweep.root().resolve("cache");
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        EmojiPackage emoji = new EmojiPackage(Path.of(args[0]));
        BenchmarkSize size = BenchmarkSize.of(args[3]);
        Set<Subject> subjects = Subject.of(Arrays.asList(args).subList(4, args.length));
        try (OpenBases bases = new OpenBases()) {
            for (int noises = 1; noises <= size.oracleNoises(); noises++) {
                for (BenchmarkSweep sweep : sweeps(Path.of(args[2]), Path.of(args[1]), size.withNoises(noises))) {
                    if (subjects.contains(sweep.subject())) {
                        Instant start = Instant.now();
                        run(sweep, sweep.subject().pictures(emoji), bases);
                        Instant end = Instant.now();
                        System.out.printf(
                                "%s %s, noises: %d, %d s%n",
                                end,
                                sweep.name(),
                                noises,
                                Duration.between(start, end).toSeconds());
                    }
                }
            }
        }
    }

    /** All sweeps, those of one number of pictures after another. */
    static List<BenchmarkSweep> sweeps(Path root, Path base, BenchmarkSize size) {
        List<BenchmarkSweep> sweeps = new ArrayList<>();
        for (int images : size.trainImages()) {
            for (Subject subject : Subject.values()) {
                sweeps.add(new BenchmarkSweep(root, base, subject, images, size));
            }
        }
        return sweeps;
    }

    /** Trains and measures what is left of a sweep. */
    static void run(BenchmarkSweep sweep, List<Subject.Picture> pictures, OpenBases bases)
            throws IOException, InterruptedException {
        if (!Files.exists(sweep.collection().folder())) {
            sweep.collection().write(pictures, sweep.images(), sweep.images(), sweep.size());
        }
        new VerdictTrials(sweep).run(bases);
    }

    private void run(OpenBases bases) throws IOException, InterruptedException {
        try (PackRunner runner = new PackRunner()) {
            runner.run(new PackWork(sweep.specs(), Optional.empty(), sweep.trials(), cache, "cpu"), PackObserver.NONE);
        }
        List<TrialSpec> open =
                sweep.specs().stream().filter(spec -> !isMeasured(spec)).toList();
        if (!open.isEmpty()) {
            CheckpointProbes.use(sweep.specs().get(0), cache, bases, heldOut -> {
                for (TrialSpec spec : open) {
                    if (!Files.exists(sweep.checkpoints(spec))) {
                        checkpoints(spec, heldOut).write(sweep.checkpoints(spec));
                    }
                }
            });
            CheckpointProbes.use(sweep.ofOracle(), cache, bases, oracle -> {
                for (int noise = 0; noise < sweep.size().oracleNoises(); noise++) {
                    for (TrialSpec spec : open) {
                        measure(spec, oracle, noise);
                    }
                }
                for (TrialSpec spec : open) {
                    found(spec, oracle).write(sweep.oracle(spec));
                }
            });
        }
    }

    private boolean isMeasured(TrialSpec spec) {
        try {
            return Files.exists(sweep.oracle(spec))
                    && OracleFile.read(sweep.oracle(spec)).noises()
                            >= sweep.size().oracleNoises();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What else is to know of the LoRAs that the judges see. */
    private CheckpointFile checkpoints(TrialSpec spec, CheckpointProbes heldOut) throws IOException {
        List<CheckpointFile.Row> rows = new ArrayList<>();
        List<WeightTest> tests = new ArrayList<>();
        int draw = sweep.size().draw();
        for (int epoch : epochs(spec)) {
            if (epoch > sweep.size().epochs()) {
                continue;
            }
            List<LoraAdapter> lora = heldOut.open(file(spec, epoch));
            double[] validation = new double[sweep.size().draws()];
            for (int i = 0; i < validation.length; i++) {
                validation[i] = heldOut.validation(lora, epoch, i * draw, draw);
                if (epoch == sweep.size().epochs()) {
                    tests.add(heldOut.weightTest(lora, epoch, step(spec, epoch), i * draw, draw));
                }
            }
            rows.add(new CheckpointFile.Row(epoch, validation));
        }
        return new CheckpointFile(rows, tests);
    }

    private void measure(TrialSpec spec, CheckpointProbes oracle, int noise) throws IOException {
        OracleFolder folder = sweep.oracle();
        folder.keep(OracleFolder.BASE, noise, () -> oracle.losses(List.of(), folder.timesteps(), noise));
        for (int epoch : epochs(spec)) {
            folder.keep(
                    OracleFolder.name(spec.id(), epoch),
                    noise,
                    () -> oracle.losses(oracle.open(file(spec, epoch)), folder.timesteps(), noise));
        }
    }

    private OracleFile found(TrialSpec spec, CheckpointProbes oracle) throws IOException {
        OracleFolder folder = sweep.oracle();
        int noises = Integer.MAX_VALUE;
        for (int epoch : epochs(spec)) {
            noises = Math.min(noises, folder.noises(OracleFolder.name(spec.id(), epoch)));
        }
        List<OracleFile.Row> rows = new ArrayList<>();
        for (int epoch : epochs(spec)) {
            TrialScores scores = folder.scores(oracle.plan(), OracleFolder.name(spec.id(), epoch), noises);
            rows.add(new OracleFile.Row(epoch, OracleFolder.heldOut(scores), OracleFolder.trained(scores)));
        }
        return new OracleFile(noises, rows);
    }

    /** Those of which there is a LoRA: all that judges see, and the last. */
    private List<Integer> epochs(TrialSpec spec) {
        int all = sweep.size().epochs() + sweep.size().further();
        List<Integer> epochs = new ArrayList<>();
        for (int epoch = 1; epoch <= all; epoch++) {
            boolean wanted = epoch <= sweep.size().epochs() || epoch == all;
            if (wanted && Files.exists(file(spec, epoch))) {
                epochs.add(epoch);
            }
        }
        if (epochs.isEmpty()) {
            throw new IllegalStateException(
                    sweep.folder(spec) + " has no LoRA files: delete it to train the trial again");
        }
        return epochs;
    }

    private Path file(TrialSpec spec, int epoch) {
        boolean isLast = epoch == sweep.size().epochs() + sweep.size().further();
        return sweep.folder(spec).resolve(isLast ? "lora.safetensors" : "lora-%06d.safetensors".formatted(epoch));
    }

    private long step(TrialSpec spec, int epoch) throws IOException {
        return TrialFolder.at(sweep.folder(spec)).read().epochs().get(epoch - 1).step();
    }
}
