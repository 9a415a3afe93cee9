package lorasweep.worker.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import lorasweep.cli.ExitCode;
import lorasweep.worker.bench.LoadBenchmark;
import lorasweep.worker.model.ModelFiles;
import lorasweep.worker.model.Precision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sweep bench load}: from a file to a model that is ready to train. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = {
            "Measures how long it takes until a base model is ready to train: files open and checked, text encoder,"
                    + " U-Net and VAE built.",
            "Example: sweep bench load model.safetensors --precision bf16"
        })
final class BenchLoadCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A checkpoint (.safetensors) or diffusers folder.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--precision",
            description = "What the base's weights are kept in: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE}.")
    private Precision precision = Precision.FP32;

    @Override
    public Integer call() {
        LoadBenchmark.Result result = new LoadBenchmark(ModelFiles.of(file), precision).run();
        BenchReport report = new BenchReport(spec.commandLine().getOut());
        report.title("%s, %s", file, precision.name().toLowerCase(Locale.ROOT));
        report.line("ready to train", "%.2f s", result.ready());
        report.line("of this", "files open and checked %.2f s, networks %.2f s", result.open(), result.networks());
        report.line("engine start", "%.2f s, not counted above", result.engine());
        report.memory(result.peakResidentBytes());
        return ExitCode.DONE;
    }
}
