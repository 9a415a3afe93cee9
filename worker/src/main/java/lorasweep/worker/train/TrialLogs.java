package lorasweep.worker.train;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import lorasweep.result.EpochRecord;
import lorasweep.result.ResultLog;
import lorasweep.result.StepRecord;
import lorasweep.result.StepTiming;
import lorasweep.result.TrialFolder;
import lorasweep.tensorboard.CurveEvents;
import lorasweep.tensorboard.EventFile;

/**
 * Where the numbers of a trial go: its own logs and TensorBoard's events. They are gathered and reach the operating
 * system about once a second and at the end of every epoch, so that whoever watches sees them; whoever relies on them,
 * because a state or an outcome says that they are there, calls {@link #flush} first.
 */
public final class TrialLogs implements Closeable {
    /** How old a number may get that nobody sees, unless the next one takes longer. */
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final ResultLog<StepRecord> steps;
    private final ResultLog<EpochRecord> epochs;
    private final ResultLog<StepTiming> timings;
    private final EventFile events;
    private final Clock clock;
    private Instant flushed;

    private TrialLogs(TrialFolder folder, Instant startedAt, Clock clock) throws IOException {
        this.steps = folder.openSteps();
        this.epochs = folder.openEpochs();
        this.timings = folder.openTimings();
        Path tensorboard = folder.path().resolve("tensorboard");
        this.events = EventFile.open(tensorboard, startedAt, CurveEvents.recorded(folder), clock);
        this.clock = clock;
        this.flushed = clock.instant();
    }

    /**
     * Opens the logs of a trial behind what is there.
     *
     * @param startedAt when the trial began
     * @param clock for the times of events
     */
    public static TrialLogs open(TrialFolder folder, Instant startedAt, Clock clock) throws IOException {
        return new TrialLogs(folder, startedAt, clock);
    }

    /** Adds an optimizer update. */
    public void append(StepRecord row, StepTiming timing) throws IOException {
        steps.append(row);
        events.append(CurveEvents.of(row));
        timings.append(timing);
        if (Duration.between(flushed, clock.instant()).abs().compareTo(BETWEEN) >= 0) {
            flush();
        }
    }

    /** Adds an epoch; what is measured at its end has the numbers before it on disk. */
    public void append(EpochRecord row) throws IOException {
        epochs.append(row);
        events.append(CurveEvents.of(row));
        flush();
    }

    /** Hands everything that was added to the operating system, which a killed process does not take along. */
    void flush() throws IOException {
        steps.flush();
        epochs.flush();
        timings.flush();
        events.flush();
        flushed = clock.instant();
    }

    @Override
    public void close() throws IOException {
        steps.close();
        epochs.close();
        timings.close();
        events.close();
    }
}
