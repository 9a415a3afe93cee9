package lorasweep.worker.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.bench.BenchmarkBase;
import lorasweep.worker.model.ModelFiles;
import lorasweep.worker.model.Precision;
import lorasweep.worker.torch.Torch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the benchmarks of a network have in common: on which base, at which size, on how much of the machine. */
final class BenchOptions {
    @Option(
            names = "--base",
            paramLabel = "FILE",
            description = "A checkpoint (.safetensors) or diffusers folder;"
                    + " without it Stable Diffusion 1.5 at full size with made-up weights, in memory only.")
    private @Nullable Path base;

    @Option(names = "--size", paramLabel = "PIXELS", description = "Side of the square images; ${DEFAULT-VALUE}.")
    private int size = 256;

    @Option(
            names = "--precision",
            description =
                    "What the base's weights are kept and multiplied in: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE}.")
    private Precision precision = Precision.FP32;

    @Option(names = "--threads", description = "Threads of one operation; without it the engine's own choice.")
    private int threads;

    private final List<String> problems = new ArrayList<>();

    /** Notes a number below 1 among the problems. */
    void requirePositive(String option, int number) {
        if (number < 1) {
            problems.add("%s: \"%d\", expected at least 1; give another number.".formatted(option, number));
        }
    }

    /**
     * Opens the base, checks the size against it and sets the threads.
     *
     * @throws InvalidInputException with everything that was found wrong
     */
    BenchmarkBase open() {
        if (threads < 0) {
            requirePositive("--threads", threads);
        }
        BenchmarkBase opened = base == null ? BenchmarkBase.madeUp() : BenchmarkBase.open(ModelFiles.of(base));
        int scale = opened.config().vae().downscaleFactor();
        if (size < scale || size % scale != 0) {
            problems.add("--size: \"%d\", expected a multiple of %d; the model's latents are that much smaller."
                    .formatted(size, scale));
        }
        if (!problems.isEmpty()) {
            opened.close();
            throw new InvalidInputException(problems);
        }
        if (threads > 0) {
            Torch.setThreads(threads);
        }
        return opened;
    }

    int size() {
        return size;
    }

    Precision precision() {
        return precision;
    }

    /** What is measured, in words. */
    String title() {
        return "%s, %s, %d px, %d threads"
                .formatted(
                        Optional.ofNullable(base)
                                .map(Path::toString)
                                .orElse("Stable Diffusion 1.5 with made-up weights"),
                        precision.name().toLowerCase(Locale.ROOT),
                        size,
                        Torch.threads());
    }
}
