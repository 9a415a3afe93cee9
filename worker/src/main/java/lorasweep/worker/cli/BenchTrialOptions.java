package lorasweep.worker.cli;

import java.nio.file.Path;
import lorasweep.trial.InvalidInputException;
import picocli.CommandLine.Option;

/** What the benchmarks that train whole trials have in common: on which base, on pictures of which size. */
final class BenchTrialOptions {
    /** Buckets are multiples of it. */
    private static final int SIDE_STEP = 64;

    @Option(
            names = "--base",
            required = true,
            paramLabel = "FILE",
            description = "A checkpoint (.safetensors) or diffusers folder.")
    @SuppressWarnings("NullAway.Init")
    private Path base;

    @Option(names = "--size", paramLabel = "PIXELS", description = "Side of the square images; ${DEFAULT-VALUE}.")
    private int size = SIDE_STEP;

    Path base() {
        return base.toAbsolutePath().normalize();
    }

    /**
     * Side of the pictures.
     *
     * @throws InvalidInputException if no picture of that size can be trained on
     */
    int size() {
        if (size < SIDE_STEP || size % SIDE_STEP != 0) {
            throw new InvalidInputException("--size: \"%d\", expected a multiple of %d; buckets are no other sizes."
                    .formatted(size, SIDE_STEP));
        }
        return size;
    }
}
