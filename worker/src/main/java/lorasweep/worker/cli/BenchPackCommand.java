package lorasweep.worker.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import lorasweep.cli.ExitCode;
import lorasweep.result.StepTiming;
import lorasweep.worker.bench.PackBenchmark;
import lorasweep.worker.bench.ProcessFigures;
import lorasweep.worker.torch.Torch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sweep bench pack}: trials together against trials one after another. */
@Command(
        name = "pack",
        mixinStandardHelpOptions = true,
        description = {
            "Trains made-up trials on made-up pictures, one after another and then as a pack, and compares the"
                    + " processor time of a step of one adapter.",
            "Example: sweep bench pack --base made-up.safetensors --size 128"
        })
final class BenchPackCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private BenchTrialOptions trial = new BenchTrialOptions();

    @Option(names = "--threads", description = "Threads of one operation; without it the engine's own choice.")
    private int threads;

    @Option(names = "--pack", description = "Trials; ${DEFAULT-VALUE}.")
    private int pack = 4;

    @Option(names = "--steps", description = "Steps of each trial, two more warm up; ${DEFAULT-VALUE}.")
    private int steps = 20;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A setting of all trials under kohya's name, for example network_dim=32.")
    private Map<String, String> settings = new HashMap<>();

    @Override
    public Integer call() throws Exception {
        if (threads > 0) {
            Torch.setThreads(threads);
        }
        try (BenchFolder folder = BenchFolder.make()) {
            PackBenchmark benchmark =
                    new PackBenchmark(trial.base(), Map.copyOf(settings), trial.size(), pack, steps + 2);
            print(benchmark.run(folder.path()));
            return ExitCode.DONE;
        }
    }

    private void print(PackBenchmark.Result result) {
        BenchReport report = new BenchReport(spec.commandLine().getOut());
        report.title(
                "%s, %d px, %d trials, %d threads, %s", trial.base(), trial.size(), pack, Torch.threads(), settings);
        step(report, "alone", result.alone());
        step(report, "packed", result.packed());
        report.line("an adapter", "%.2f x faster packed", result.speedUp());
        report.line("losses", "differ by %.1e at most, relative", result.lossDifference());
        report.memory(ProcessFigures.peakResidentBytes());
    }

    private static void step(BenchReport report, String label, StepTiming step) {
        double total = step.share() * step.trials();
        report.line(
                label,
                "%.4f s of processor time a step: data %.4f, forward %.4f, backward %.4f, update %.4f (%.1f %%)",
                total,
                step.data(),
                step.forward(),
                step.backward(),
                step.update(),
                100 * step.update() / total);
    }
}
