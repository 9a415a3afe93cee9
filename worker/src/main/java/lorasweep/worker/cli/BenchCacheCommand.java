package lorasweep.worker.cli;

import java.util.concurrent.Callable;
import lorasweep.cli.ExitCode;
import lorasweep.worker.bench.BenchmarkBase;
import lorasweep.worker.bench.CacheBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sweep bench cache}: making latents. */
@Command(
        name = "cache",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the latents of made-up pictures, from files into the cache, and compares with the VAE by itself.",
            "Example: sweep bench cache --base model --size 512 --images 2000"
        })
final class BenchCacheCommand implements Callable<Integer> {
    private static final int DECODERS = 2;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final BenchOptions options = new BenchOptions();

    @Option(names = "--images", description = "How many; ${DEFAULT-VALUE}.")
    private int images = 2000;

    @Override
    public Integer call() throws Exception {
        options.requirePositive("--images", images);
        try (BenchmarkBase base = options.open();
                BenchFolder folder = BenchFolder.make()) {
            CacheBenchmark.Result result =
                    new CacheBenchmark(images, options.size(), DECODERS).run(base, folder.path());
            BenchReport report = new BenchReport(spec.commandLine().getOut());
            report.title("%s, %d images", options.title(), images);
            report.line("reading", "%.1f images/s, all checked", result.reading());
            report.line("VAE alone", "%.1f images/s", result.encoding());
            report.line(
                    "caching",
                    "%.1f images/s, %.0f %% of that",
                    result.caching(),
                    100 * result.caching() / result.encoding());
            report.line("second run", "%d latents made", result.again());
            return ExitCode.DONE;
        }
    }
}
