package lorasweep.worker.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import lorasweep.cli.ExitCode;
import lorasweep.worker.bench.MadeUpCheckpoint;
import lorasweep.worker.model.StableDiffusionConfig;
import lorasweep.worker.safetensors.Dtype;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sweep bench make-base}: a checkpoint to measure with. */
@Command(
        name = "make-base",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a single-file checkpoint of Stable Diffusion 1.5 at full size with made-up weights, to measure with.",
            "Example: sweep bench make-base --out made-up.safetensors --precision fp16"
        })
final class BenchMakeBaseCommand implements Callable<Integer> {
    /** The types that checkpoints are stored in. */
    enum Storage {
        FP32(Dtype.F32),
        FP16(Dtype.F16),
        BF16(Dtype.BF16);

        private final Dtype dtype;

        Storage(Dtype dtype) {
            this.dtype = dtype;
        }
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(names = "--precision", description = "One of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE}.")
    private Storage precision = Storage.FP16;

    @Override
    public Integer call() {
        new MadeUpCheckpoint(StableDiffusionConfig.SD_1_5, precision.dtype).write(out);
        spec.commandLine().getOut().println(out);
        return ExitCode.DONE;
    }
}
