package lorasweep.bench;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lorasweep.result.TrialFolder;
import lorasweep.result.TrialOutcome;
import lorasweep.runner.PackObserver;
import lorasweep.runner.PackWork;
import lorasweep.runner.TrialRunner;
import lorasweep.trial.TrialSpec;

/** Trains nothing: holds its slot for a time and leaves outcomes. The workload of {@link DriverBenchmark}. */
public final class IdleRunner implements TrialRunner {
    /** The system property that says for how many milliseconds a pack holds its slot. */
    static final String MILLIS = "lorasweep.bench.idle.millis";

    @Override
    public End run(PackWork work, PackObserver observer) throws IOException, InterruptedException {
        observer.started();
        long millis = Long.getLong(MILLIS, 0);
        if (millis > 0) {
            new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        }
        for (TrialSpec trial : work.trials()) {
            TrialOutcome outcome = TrialOutcome.completed(new TrialOutcome.Cost(0, millis / 1e3, 0, 0, 0));
            TrialFolder.at(work.trialsFolder().resolve(trial.id().text())).finish(outcome);
            observer.ended(trial.id(), outcome);
        }
        return End.FINISHED;
    }
}
