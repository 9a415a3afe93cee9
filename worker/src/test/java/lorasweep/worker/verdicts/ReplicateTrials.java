package lorasweep.worker.verdicts;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import lorasweep.result.Losses;
import lorasweep.result.ProbePlan;
import lorasweep.result.ProbeRow;
import lorasweep.result.ProbeTable;
import lorasweep.result.TrialFolder;
import lorasweep.runner.PackObserver;
import lorasweep.runner.PackWork;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.demobase.EmojiPackage;
import lorasweep.worker.runner.PackRunner;

/**
 * Trains one recipe with many seeds and writes down every loss on every probe: what chance alone does to
 * real trials. The test of sweeps in which nothing differs resamples it. Arguments: the unpacked emoji
 * package, the base, the folder of results, the compressed table to write.
 */
public final class ReplicateTrials {
    private static final int SEEDS = 16;
    private static final int EPOCHS = 6;
    private static final double RATE = 2e-3;
    private static final int IN_PACK = 4;

    private ReplicateTrials() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        List<BenchmarkSize.Recipe> recipes = new ArrayList<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            recipes.add(new BenchmarkSize.Recipe(RATE, seed));
        }
        BenchmarkSize size = new BenchmarkSize(List.of(10), 40, 4, EPOCHS, 0, recipes, 1, 4, List.of(), 0);
        Path root = Path.of(args[2]).resolve("replicates");
        BenchmarkSweep sweep = new BenchmarkSweep(root, Path.of(args[1]), Subject.FACES, 10, size);
        if (!Files.exists(sweep.collection().folder())) {
            sweep.collection().write(Subject.FACES.pictures(new EmojiPackage(Path.of(args[0]))), 1, 10, size);
        }
        List<TrialSpec> specs = sweep.specs();
        try (PackRunner runner = new PackRunner()) {
            for (int first = 0; first < specs.size(); first += IN_PACK) {
                runner.run(
                        new PackWork(
                                specs.subList(first, first + IN_PACK),
                                Optional.empty(),
                                sweep.trials(),
                                root.resolve("cache"),
                                "cpu"),
                        PackObserver.NONE);
            }
        }
        write(sweep, specs, Path.of(args[3]));
    }

    /** First the plan, then the base's losses, then a row for each seed and epoch; five digits. */
    private static void write(BenchmarkSweep sweep, List<TrialSpec> specs, Path file) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file));
                PrintStream table = new PrintStream(out, false, StandardCharsets.UTF_8)) {
            for (TrialSpec spec : specs) {
                ProbeTable probes = TrialFolder.at(
                                sweep.trials().resolve(spec.id().toString()))
                        .read()
                        .probes()
                        .orElseThrow();
                if (spec.seed() == 1) {
                    ProbePlan plan = probes.plan();
                    table.printf(
                            "%d,%d,%s,%d%n",
                            plan.heldOut().size(),
                            plan.trainTwin().size(),
                            plan.timesteps().stream().map(String::valueOf).collect(Collectors.joining(" ")),
                            plan.noises());
                    print(table, "0,0", probes.base());
                }
                for (ProbeRow row : probes.rows()) {
                    print(table, spec.seed() + "," + row.epoch(), row.losses());
                }
            }
        }
    }

    private static void print(PrintStream table, String begin, Losses losses) {
        table.print(begin);
        for (int i = 0; i < losses.size(); i++) {
            table.print("," + String.format(Locale.ROOT, "%.4e", losses.at(i)));
        }
        table.print("\n");
    }
}
