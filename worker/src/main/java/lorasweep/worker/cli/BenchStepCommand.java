package lorasweep.worker.cli;

import java.util.concurrent.Callable;
import lorasweep.cli.ExitCode;
import lorasweep.worker.bench.BenchmarkBase;
import lorasweep.worker.bench.Recording;
import lorasweep.worker.bench.StepBenchmark;
import lorasweep.worker.bench.StepTimes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sweep bench step}: a training step of the U-Net. */
@Command(
        name = "step",
        mixinStandardHelpOptions = true,
        description = {
            "Measures training steps of the U-Net with adapters at kohya's default modules: forward, loss, backward,"
                    + " AdamW; against a large matrix product in the same process.",
            "Example: sweep bench step --size 512 --pack 4 --precision bf16"
        })
final class BenchStepCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final BenchOptions options = new BenchOptions();

    @Option(names = "--batch", description = "Images of each trial in a step; ${DEFAULT-VALUE}.")
    private int batch = 1;

    @Option(names = "--rank", description = "Rank of the adapters; ${DEFAULT-VALUE}.")
    private int rank = 32;

    @Option(names = "--pack", description = "Trials that are trained together; ${DEFAULT-VALUE}.")
    private int pack = 1;

    @Option(names = "--steps", description = "Counted steps, behind one that warms up; ${DEFAULT-VALUE}.")
    private int steps = 5;

    @Option(
            names = "--checkpointing",
            description = "Keep less of the forward pass and compute it again on the way back.")
    private boolean checkpointing;

    @Override
    public Integer call() {
        options.requirePositive("--batch", batch);
        options.requirePositive("--rank", rank);
        options.requirePositive("--pack", pack);
        options.requirePositive("--steps", steps);
        try (BenchmarkBase base = options.open()) {
            StepBenchmark benchmark = new StepBenchmark(
                    options.size(),
                    batch,
                    rank,
                    pack,
                    options.precision(),
                    checkpointing ? Recording.BLOCK_OUTPUTS : Recording.EVERYTHING,
                    steps);
            print(benchmark.run(base));
            return ExitCode.DONE;
        }
    }

    private void print(StepBenchmark.Result result) {
        BenchReport report = new BenchReport(spec.commandLine().getOut());
        report.title(
                "%s, %d trials with %d images each, rank %d%s",
                options.title(), pack, batch, rank, checkpointing ? ", checkpointing" : "");
        StepTimes best = result.best();
        report.line("step", "%.2f s best, %.2f s median of %d", best.total(), result.medianSeconds(), steps);
        report.line(
                "of the best",
                "data %.3f s, forward %.2f s, backward %.2f s, update %.3f s",
                best.data(),
                best.forward(),
                best.backward(),
                best.update());
        report.line("processor time", "%.2f s a step, all threads", result.leastCpuSeconds());
        report.arithmetic(result.flops(), best.total(), result.gemm());
        report.memory(result.peakResidentBytes());
        report.line("loss", "%.4f", best.loss());
    }
}
