package lorasweep.executor;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import lorasweep.dispatch.Answer;
import lorasweep.dispatch.DriverLink;
import lorasweep.dispatch.Message;
import lorasweep.dispatch.Owner;
import lorasweep.dispatch.PackOrder;
import lorasweep.dispatch.PackReport;
import lorasweep.result.TrialOutcome.FailureKind;
import lorasweep.runner.OutOfDeviceMemoryException;
import lorasweep.runner.PackObserver;
import lorasweep.runner.PackWork;
import lorasweep.runner.TrialRunner;
import lorasweep.store.InputCopies;
import lorasweep.store.PackOutput;
import lorasweep.store.Stores;
import lorasweep.trial.FilePath;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialId;
import lorasweep.trial.TrialSpec;

/**
 * One attempt at a pack, on the thread that calls {@link #run}.
 *
 * @param order what is to be done
 * @param taskAttempt how often the cluster has started the task again, from 0
 * @param place where it runs
 * @param link to the driver
 * @param beats where the driver is told regularly that the pack is alive
 * @param clock of this process
 * @param stores where files may be that are not on this machine
 */
public record PackTask(
        PackOrder order,
        int taskAttempt,
        Place place,
        DriverLink link,
        ScheduledExecutorService beats,
        Clock clock,
        Stores stores) {
    private static final long BEAT_MILLIS = 1000;
    private static final long LOCK_AGAIN_MILLIS = 500;

    /** How long is waited for an earlier owner of the trials' folders to be gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * Where a pack runs.
     *
     * @param executor the cluster's name for the process
     * @param host the machine
     * @param device as in {@link PackWork}
     */
    public record Place(String executor, String host, String device) {}

    /** Works until every trial has an outcome or the pack cannot go on; never throws. */
    public PackReport run() {
        try {
            return claimed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return PackReport.STOPPED;
        } catch (OutOfDeviceMemoryException e) {
            return PackReport.failed(FailureKind.OUT_OF_MEMORY, oneLine(e));
        } catch (OutOfMemoryError e) {
            return PackReport.failed(
                    FailureKind.OUT_OF_MEMORY, "Java's heap is too small (" + oneLine(e) + "); give it more memory.");
        } catch (InvalidInputException e) {
            return PackReport.failed(FailureKind.BAD_SETTINGS, String.join(" ", e.problems()));
        } catch (StoreException e) {
            return PackReport.failed(FailureKind.LOST_EXECUTOR, String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException | Error e) {
            return new PackReport(PackReport.End.FAILED, FailureKind.OTHER, oneLine(e), stackTrace(e));
        }
    }

    private PackReport claimed() throws IOException, InterruptedException {
        Owner owner = new Owner(order.run(), order.pack(), order.attempt(), taskAttempt);
        Answer answer = link.ask(new Message.Claim(owner, place.executor(), place.host(), place.device()));
        if (answer.kind() != Answer.Kind.GO_ON) {
            return PackReport.REFUSED;
        }
        PackWork work = order.on(
                place.device(), stores.workFolder(order.trialsFolder()), stores.cacheFolder(order.cacheFolder()));
        LinkedObserver observer = new LinkedObserver(link, owner, clock);
        ScheduledFuture<?> beating =
                beats.scheduleWithFixedDelay(observer::beat, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
        try (TrialLocks locks = lock(work, observer)) {
            if (!locks.isHeld()) {
                return observer.isStopRequested()
                        ? PackReport.STOPPED
                        : PackReport.failed(
                                FailureKind.LOST_EXECUTOR,
                                "a process that was given up still holds the trials' folders.");
            }
            TrialRunner.End end =
                    FilePath.isElsewhere(order.trialsFolder()) ? trainAway(work, observer) : train(work, observer);
            if (observer.isAborted()) {
                return PackReport.REFUSED;
            }
            return end == TrialRunner.End.FINISHED ? PackReport.FINISHED : PackReport.STOPPED;
        } finally {
            beating.cancel(false);
        }
    }

    /** The store of results fails, which another executor, or the same one later, may see otherwise. */
    private static final class StoreException extends IOException {
        private static final long serialVersionUID = 1L;

        StoreException(String what, IOException cause) {
            super("the results " + what + " (" + oneLine(cause) + ")", cause);
        }
    }

    /** Trains on this machine what is published in another store. */
    private TrialRunner.End trainAway(PackWork work, LinkedObserver observer) throws IOException, InterruptedException {
        PackOutput output = new PackOutput(
                stores,
                order.trialsFolder(),
                work.trialsFolder(),
                work.trials().stream().map(TrialSpec::id).toList(),
                String.format(
                        Locale.ROOT, "%s-a%04d-t%04d-p%d", order.run(), order.attempt(), taskAttempt, order.pack()),
                observer::isOwner);
        try {
            output.fetch();
        } catch (IOException unreachable) {
            throw new StoreException("cannot be read", unreachable);
        }
        TrialRunner.End end = train(work, new PublishingObserver(observer, output));
        try {
            if (!output.publish() && !observer.isAborted()) {
                throw new IOException("the driver does not answer");
            }
        } catch (IOException unreachable) {
            throw new StoreException("cannot be published; they are kept on this machine", unreachable);
        }
        return end;
    }

    private TrialRunner.End train(PackWork work, PackObserver observer) throws IOException, InterruptedException {
        PackWork copied = work.with(new InputCopies(stores).of(work.trials()));
        try {
            return TrialRunners.named(order.runner()).run(copied, observer);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(
                    e.problems().stream().map(copied::asWritten).toList());
        }
    }

    private TrialLocks lock(PackWork work, LinkedObserver observer) throws IOException, InterruptedException {
        List<TrialId> trials = work.trials().stream().map(TrialSpec::id).toList();
        Instant patientUntil = clock.instant().plus(PATIENCE);
        TrialLocks locks = TrialLocks.tryTo(work.trialsFolder(), trials);
        while (!locks.isHeld() && clock.instant().isBefore(patientUntil) && !observer.isStopRequested()) {
            new CountDownLatch(1).await(LOCK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            locks = TrialLocks.tryTo(work.trialsFolder(), trials);
        }
        return locks;
    }

    private static String oneLine(Throwable failure) {
        return failure.toString().lines().findFirst().orElse("");
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
