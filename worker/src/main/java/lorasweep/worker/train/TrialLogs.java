package lorasweep.worker.train;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import lorasweep.result.EpochRecord;
import lorasweep.result.ResultLog;
import lorasweep.result.StepRecord;
import lorasweep.result.StepTiming;
import lorasweep.result.TrialFolder;
import lorasweep.worker.tensorboard.EventFile;

/** Where the numbers of a trial go: its own logs and TensorBoard's events. */
public final class TrialLogs implements Closeable {
    private final ResultLog<StepRecord> steps;
    private final ResultLog<EpochRecord> epochs;
    private final ResultLog<StepTiming> timings;
    private final EventFile events;

    private TrialLogs(TrialFolder folder, Instant startedAt, Clock clock) throws IOException {
        this.steps = folder.openSteps();
        this.epochs = folder.openEpochs();
        this.timings = folder.openTimings();
        Path tensorboard = folder.path().resolve("tensorboard");
        this.events = EventFile.open(tensorboard, startedAt, CurveEvents.recorded(folder), clock);
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
    }

    /** Adds an epoch. */
    public void append(EpochRecord row) throws IOException {
        epochs.append(row);
        events.append(CurveEvents.of(row));
    }

    @Override
    public void close() throws IOException {
        steps.close();
        epochs.close();
        timings.close();
        events.close();
    }
}
