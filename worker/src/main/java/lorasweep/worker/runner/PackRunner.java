package lorasweep.worker.runner;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import lorasweep.runner.OutOfDeviceMemoryException;
import lorasweep.runner.PackObserver;
import lorasweep.runner.PackWork;
import lorasweep.runner.TrialRunner;
import lorasweep.worker.torch.Torch;
import lorasweep.worker.train.OpenBases;
import lorasweep.worker.train.PackTraining;
import lorasweep.worker.train.TrainingListener;

/**
 * Trains packs in this process. Bases stay open for the packs to come and end with the process, or
 * when this is closed.
 */
public final class PackRunner implements TrialRunner, AutoCloseable {
    private final Clock clock;
    private final OpenBases bases = new OpenBases();

    /** A runner by the system's clock, or a standing one where results must come out the same (SOURCE_DATE_EPOCH). */
    public PackRunner() {
        this(clock());
    }

    /** A runner by a clock that tells the times in file metadata, and how long things take. */
    public PackRunner(Clock clock) {
        this.clock = clock;
    }

    private static Clock clock() {
        String epoch = System.getenv("SOURCE_DATE_EPOCH");
        return epoch == null
                ? Clock.systemUTC()
                : Clock.fixed(Instant.ofEpochSecond(Long.parseLong(epoch)), ZoneOffset.UTC);
    }

    @Override
    public End run(PackWork work, PackObserver observer) throws IOException, InterruptedException {
        return run(work, TrainingListener.NONE, observer);
    }

    /** The same, with somebody who watches the pack as a whole. */
    public End run(PackWork work, TrainingListener listener, PackObserver observer)
            throws IOException, InterruptedException {
        try {
            return new PackTraining(work, bases, inputs -> MeasuredPack.of(inputs, clock), clock)
                    .run(listener, observer);
        } catch (RuntimeException e) {
            if (Torch.isOutOfMemory(e)) {
                throw new OutOfDeviceMemoryException(
                        "a pack of %d trials does not fit into the memory of %s"
                                .formatted(work.trials().size(), work.device()),
                        e);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        bases.close();
    }
}
