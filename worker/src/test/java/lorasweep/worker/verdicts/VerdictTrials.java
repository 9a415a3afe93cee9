package lorasweep.worker.verdicts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
 * Trains the benchmark's trials, a sweep in a pack, and measures every epoch of each with the oracle.
 * What is done is not done again: end it at any time, start it again and it goes on. Arguments: the
 * unpacked emoji package, the base, the folder of results, a size, and for a part only
 * the subjects.
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
            for (BenchmarkSweep sweep : sweeps(Path.of(args[2]), Path.of(args[1]), size)) {
                if (!subjects.contains(sweep.subject())) {
                    continue;
                }
                Instant start = Instant.now();
                run(sweep, sweep.subject().pictures(emoji), bases);
                System.out.printf(
                        "%s %s: %d s%n",
                        Instant.now(),
                        sweep.name(),
                        Duration.between(start, Instant.now()).toSeconds());
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
        run(sweep, spec -> true, pictures, bases);
    }

    /** Trains what is left of a sweep and measures those of its trials that are wanted. */
    static void run(BenchmarkSweep sweep, Predicate<TrialSpec> wanted, List<Subject.Picture> pictures, OpenBases bases)
            throws IOException, InterruptedException {
        if (!Files.exists(sweep.collection().folder())) {
            sweep.collection().write(pictures, sweep.images(), sweep.images(), sweep.size());
        }
        new VerdictTrials(sweep).run(wanted, bases);
    }

    private void run(Predicate<TrialSpec> wanted, OpenBases bases) throws IOException, InterruptedException {
        try (PackRunner runner = new PackRunner()) {
            runner.run(new PackWork(sweep.specs(), Optional.empty(), sweep.trials(), cache, "cpu"), PackObserver.NONE);
        }
        List<TrialSpec> open = sweep.specs().stream()
                .filter(spec -> wanted.test(spec) && !Files.exists(sweep.oracle(spec)))
                .toList();
        if (!open.isEmpty()) {
            CheckpointProbes.use(
                    sweep.ofOracle(),
                    cache,
                    bases,
                    oracle -> CheckpointProbes.use(sweep.specs().get(0), cache, bases, heldOut -> {
                        for (TrialSpec spec : open) {
                            measure(spec, oracle, heldOut).write(sweep.oracle(spec));
                            throwAway(spec);
                        }
                    }));
        }
    }

    private OracleFile measure(TrialSpec spec, CheckpointProbes oracle, CheckpointProbes heldOut) throws IOException {
        int all = sweep.size().epochs() + sweep.size().further();
        List<OracleFile.Row> rows = new ArrayList<>();
        List<WeightTest> tests = new ArrayList<>();
        for (int epoch = 1; epoch <= all; epoch++) {
            Path file =
                    folder(spec).resolve(epoch == all ? "lora.safetensors" : "lora-%06d.safetensors".formatted(epoch));
            boolean seen = epoch <= sweep.size().epochs();
            if (!Files.exists(file) || (!seen && epoch < all)) {
                continue;
            }
            List<LoraAdapter> lora = oracle.open(file);
            CheckpointProbes.Scores scores = oracle.scores(lora);
            double[] validation = new double[seen ? sweep.size().draws() : 0];
            for (int draw = 0; draw < validation.length; draw++) {
                validation[draw] = heldOut.validation(
                        lora, epoch, draw * sweep.size().draw(), sweep.size().draw());
            }
            rows.add(new OracleFile.Row(epoch, scores.heldOut(), scores.trained(), validation));
            if (epoch == sweep.size().epochs()) {
                for (int draw = 0; draw < validation.length; draw++) {
                    tests.add(heldOut.weightTest(
                            lora,
                            epoch,
                            step(spec, epoch),
                            draw * sweep.size().draw(),
                            sweep.size().draw()));
                }
            }
        }
        if (rows.isEmpty()) {
            throw new IllegalStateException(
                    folder(spec) + " has no LoRA files any more: delete it to train the trial again");
        }
        return new OracleFile(rows, tests);
    }

    private long step(TrialSpec spec, int epoch) throws IOException {
        return TrialFolder.at(folder(spec)).read().epochs().get(epoch - 1).step();
    }

    private Path folder(TrialSpec spec) {
        return sweep.trials().resolve(spec.id().toString());
    }

    /** LoRA files are large and were measured; the logs stay. */
    private void throwAway(TrialSpec spec) throws IOException {
        try (Stream<Path> files = Files.list(folder(spec))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
                Files.delete(file);
            }
        }
    }
}
