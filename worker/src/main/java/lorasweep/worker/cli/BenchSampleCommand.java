package lorasweep.worker.cli;

import java.util.concurrent.Callable;
import lorasweep.cli.ExitCode;
import lorasweep.trial.SamplerName;
import lorasweep.worker.bench.BenchmarkBase;
import lorasweep.worker.bench.SampleBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sweep bench sample}: making one image. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        description = {
            "Measures making one image: the U-Net's calls and the VAE, without the text encoder.",
            "Example: sweep bench sample --size 512 --sampler euler_a --steps 20"
        })
final class BenchSampleCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final BenchOptions options = new BenchOptions();

    @Option(names = "--sampler", description = "One of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE}.")
    private SamplerName sampler = SamplerName.DPMPP_2M_KARRAS;

    @Option(names = "--steps", description = "Steps of the sampler; ${DEFAULT-VALUE}.")
    private int steps = 20;

    @Option(names = "--cfg", description = "Guidance scale; 1 is without; ${DEFAULT-VALUE}.")
    private double cfg = 7;

    @Override
    public Integer call() {
        options.requirePositive("--steps", steps);
        try (BenchmarkBase base = options.open()) {
            print(new SampleBenchmark(options.size(), sampler, steps, cfg, options.precision()).run(base));
            return ExitCode.DONE;
        }
    }

    private void print(SampleBenchmark.Result result) {
        BenchReport report = new BenchReport(spec.commandLine().getOut());
        report.title("%s, %s, %d steps, guidance %.1f", options.title(), sampler, steps, cfg);
        report.line("image", "%.2f s", result.latents() + result.decode());
        report.line(
                "U-Net call",
                "%.2f s best, %.2f s median of %d",
                result.bestCall(),
                result.medianCall(),
                result.unetCalls().size());
        report.line("VAE", "%.2f s", result.decode());
        report.arithmetic(result.callFlops(), result.bestCall(), result.gemm());
        report.memory(result.peakResidentBytes());
    }
}
