package lorasweep.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lorasweep.result.Curve;
import lorasweep.result.ResultLog;
import lorasweep.result.StepRecord;
import lorasweep.result.TrialFolder;
import lorasweep.result.TrialOutcome;
import lorasweep.runner.PackObserver;
import lorasweep.runner.PackWork;
import lorasweep.runner.TrialRunner;
import lorasweep.search.ScoreBoard;
import lorasweep.trial.TrialSpec;

/**
 * Trains nothing but leaves what training leaves: a row per step with a loss that follows from trial and step
 * alone, and an outcome. Goes on after the last row it finds. An epoch has five steps; the score is {@code
 * unet_lr}. It writes a line into {@code processes/} for each pack, so that tests can see who worked on what.
 */
public class CountingRunner implements TrialRunner {
    /** Milliseconds a step takes; to be set for all processes alike. */
    public static final String STEP_MILLIS = "lorasweep.test.step.millis";

    private static final int STEPS_OF_AN_EPOCH = 5;

    private final Path loaded =
            Path.of("base-of-" + ProcessHandle.current().pid() + "-" + System.identityHashCode(this));

    @Override
    public End run(PackWork work, PackObserver observer) throws IOException, InterruptedException {
        noteProcess(work);
        observer.started();
        List<Counting> open = new ArrayList<>();
        for (TrialSpec trial : work.trials()) {
            TrialFolder folder =
                    TrialFolder.at(work.trialsFolder().resolve(trial.id().text()));
            if (folder.outcome().isEmpty()) {
                open.add(new Counting(trial, folder));
            }
        }
        try {
            while (!open.isEmpty()) {
                if (observer.isStopRequested()) {
                    return End.STOPPED;
                }
                new CountDownLatch(1).await(Long.getLong(STEP_MILLIS, 0), TimeUnit.MILLISECONDS);
                for (Counting counting : List.copyOf(open)) {
                    if (counting.step(observer)) {
                        counting.close();
                        open.remove(counting);
                    }
                }
            }
            return End.FINISHED;
        } finally {
            for (Counting counting : open) {
                counting.close();
            }
        }
    }

    private void noteProcess(PackWork work) throws IOException {
        Path processes = Files.createDirectories(work.cacheFolder().resolve("processes"));
        Files.writeString(
                processes.resolve(work.trials().get(0).id() + "-"
                        + ProcessHandle.current().pid()),
                loaded + " " + work.device());
    }

    /** One trial being counted. */
    private static final class Counting {
        private final TrialSpec trial;
        private final TrialFolder folder;
        private final ResultLog<StepRecord> log;
        private long step;

        Counting(TrialSpec trial, TrialFolder folder) throws IOException {
            this.trial = trial;
            this.folder = folder;
            this.step = folder.curves().size();
            this.log = folder.openSteps();
        }

        /** Whether the trial has ended. */
        boolean step(PackObserver observer) throws IOException {
            if (step < trial.length().maxTrainSteps()) {
                step++;
                int epoch = (int) ((step - 1) / STEPS_OF_AN_EPOCH) + 1;
                StepRecord record = new StepRecord(step, epoch, Map.of(Curve.LOSS, lossAt(trial, step)));
                log.append(record);
                observer.stepped(trial.id(), record);
            }
            Optional<String> reason = Optional.empty();
            if (step % STEPS_OF_AN_EPOCH == 0) {
                double score = trial.learningRates().unetLr();
                reason = observer.measured(
                        trial.id(),
                        (int) (step / STEPS_OF_AN_EPOCH),
                        new ScoreBoard.Score(OptionalDouble.of(score), OptionalDouble.of(score)));
            }
            if (reason.isPresent() || step >= trial.length().maxTrainSteps()) {
                TrialOutcome.Cost cost = new TrialOutcome.Cost(step, 0, 0, 0, 0);
                TrialOutcome outcome =
                        reason.map(why -> TrialOutcome.pruned(cost, why)).orElseGet(() -> TrialOutcome.completed(cost));
                folder.finish(outcome);
                observer.ended(trial.id(), outcome);
                return true;
            }
            return false;
        }

        void close() throws IOException {
            log.close();
        }
    }

    /** The loss of a trial at a step: a number that nobody else has. */
    public static double lossAt(TrialSpec trial, long step) {
        return (Long.parseLong(trial.id().text(), 16) % 1_000_003) / 1e6 + 1.0 / step;
    }
}
