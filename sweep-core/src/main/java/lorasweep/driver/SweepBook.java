package lorasweep.driver;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lorasweep.file.WholeFile;
import lorasweep.plan.PlanJson;
import lorasweep.plan.PlannedTrial;
import lorasweep.plan.SweepPlan;
import lorasweep.result.TrialOutcome;
import lorasweep.result.TrialOutcome.FailureKind;
import lorasweep.store.RemoteSweep;
import lorasweep.sweep.Ledger;
import lorasweep.sweep.LedgerEvent;
import lorasweep.sweep.SweepFolder;
import lorasweep.sweep.SweepState;
import lorasweep.sweep.SweepTrial;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialId;
import lorasweep.trial.TrialSpecCodec;

/**
 * The driver's own view of the sweep's folder: the only one who writes ledger and plan. What happens is put
 * down with {@link #note} and reaches the disk with {@link #flush}. One book is open on a folder at a time,
 * whichever process has it.
 */
final class SweepBook implements Closeable {
    private static final Duration BETWEEN_EXCHANGES = Duration.ofSeconds(10);

    private final SweepFolder folder;
    private final Clock clock;
    private final FileChannel lock;
    private final List<LedgerEvent> history;
    private final Ledger ledger;
    private final List<LedgerEvent> notes = new ArrayList<>();
    private final Map<TrialId, TrialOutcome> outcomes = new HashMap<>();
    private final Optional<RemoteSweep> remote;
    private Instant nextExchange = Instant.MIN;
    private boolean hasNews;

    /**
     * Opens a folder, which is made if it is not there.
     *
     * @throws InvalidInputException if another driver has it
     */
    SweepBook(SweepOrder order, Clock clock) throws IOException {
        this.folder = order.folder();
        this.remote = order.remote();
        this.clock = clock;
        Files.createDirectories(folder.trialsFolder());
        Files.createDirectories(folder.cacheFolder());
        Files.createDirectories(folder.logsFolder());
        this.lock = locked(folder);
        Files.deleteIfExists(folder.stopFile());
        if (remote.isPresent()) {
            remote.get().open(order.run());
        }
        this.history = Ledger.read(folder.ledgerFile());
        this.ledger = Ledger.open(folder.ledgerFile());
    }

    private static FileChannel locked(SweepFolder folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.driverLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException heldHere) {
            // Told below, like a lock of another process.
        }
        channel.close();
        throw new InvalidInputException(folder.path() + ": another sweep run works on this folder, expected none;"
                + " wait for it or end it with sweep stop.");
    }

    /** What earlier runs have put down. */
    List<LedgerEvent> history() {
        return history;
    }

    /** Whether this run has put down more than that there was one. */
    boolean hasNews() {
        return hasNews;
    }

    Clock clock() {
        return clock;
    }

    /** Puts an event down. */
    void note(LedgerEvent event) {
        hasNews |= !(event instanceof LedgerEvent.RunStarted || event instanceof LedgerEvent.RunEnded);
        notes.add(event);
    }

    /** Brings to the disk what was put down. */
    void flush() throws IOException {
        ledger.append(notes);
        notes.clear();
        if (remote.isPresent() && !clock.instant().isBefore(nextExchange)) {
            exchange(remote.get());
        }
    }

    /** Publishes what is new, and looks for a request to stop. A store that fails is tried again. */
    private void exchange(RemoteSweep sweep) {
        try {
            if (sweep.publish()) {
                sweep.fetchStop();
            }
        } catch (IOException later) {
            // What is not published now is with the next time, or at the end.
        }
        nextExchange = clock.instant().plus(BETWEEN_EXCHANGES);
    }

    /** Whether a driver on another machine has begun to work on the sweep. */
    boolean isTakenOver() {
        return remote.isPresent() && remote.get().isTakenOver();
    }

    /** Takes over a plan: keeps it in the folder and puts down which trials are new and which are gone. */
    void plan(SweepPlan plan, String gridText, String run) throws IOException {
        Map<TrialId, String> known = new LinkedHashMap<>();
        for (LedgerEvent event : history) {
            if (event instanceof LedgerEvent.TrialPlanned planned) {
                known.put(planned.trial(), planned.name());
            } else if (event instanceof LedgerEvent.TrialRemoved removed) {
                known.remove(removed.trial());
            }
        }
        note(new LedgerEvent.RunStarted(
                clock.instant(),
                run,
                plan.grid().name(),
                !history.isEmpty(),
                plan.trials().size()));
        Set<TrialId> wanted = plan.trials().stream().map(PlannedTrial::id).collect(Collectors.toSet());
        if (!wanted.containsAll(known.keySet())) {
            remove(known, wanted);
        }
        for (PlannedTrial trial : plan.trials()) {
            if (!known.containsKey(trial.id())) {
                note(new LedgerEvent.TrialPlanned(clock.instant(), trial.id(), trial.name()));
            }
        }
        WholeFile.write(folder.planFile(), PlanJson.text(plan));
        WholeFile.write(folder.gridFile(), gridText);
        flush();
    }

    private void remove(Map<TrialId, String> known, Set<TrialId> wanted) throws IOException {
        Map<TrialId, SweepTrial> old =
                SweepState.read(folder).trials().stream().collect(Collectors.toMap(SweepTrial::id, trial -> trial));
        known.forEach((id, name) -> {
            SweepTrial trial = old.get(id);
            if (!wanted.contains(id) && trial != null) {
                note(new LedgerEvent.TrialRemoved(clock.instant(), id, name, TrialSpecCodec.canonical(trial.spec())));
            }
        });
    }

    /** How a trial ended, as far as this run knows. */
    Optional<TrialOutcome> outcome(TrialId trial) {
        return Optional.ofNullable(outcomes.get(trial));
    }

    /** How many trials ended like this. */
    int count(TrialOutcome.State state) {
        return (int) outcomes.values().stream()
                .filter(outcome -> outcome.state() == state)
                .count();
    }

    /**
     * Looks whether a trial's outcome is in its folder, and puts down one that no run has seen.
     *
     * @return whether the trial has ended
     */
    boolean settle(TrialId trial) throws IOException {
        if (outcomes.containsKey(trial)) {
            return true;
        }
        if (remote.isPresent()) {
            remote.get().fetchOutcome(trial);
        }
        Optional<TrialOutcome> outcome = folder.trial(trial).outcome();
        outcome.ifPresent(found -> {
            outcomes.put(trial, found);
            note(ended(trial, found));
        });
        return outcome.isPresent();
    }

    /** The same, unless the outcome cannot be fetched now: then the end of the pack will settle it. */
    void settleSoon(TrialId trial) throws IOException {
        try {
            settle(trial);
        } catch (IOException unreachable) {
            if (remote.isEmpty()) {
                throw unreachable;
            }
        }
    }

    /** Takes over the outcome an earlier run has left, if it need not be tried again; puts it down if new. */
    boolean recall(TrialId trial, boolean isPutDown) throws IOException {
        if (remote.isPresent()) {
            remote.get().recallOutcome(trial);
        }
        Optional<TrialOutcome> outcome = folder.trial(trial).outcome();
        if (outcome.isEmpty()) {
            return false;
        }
        if (!outcome.get().stands()) {
            folder.trial(trial).reopen();
            publishOutcome(trial);
            return false;
        }
        outcomes.put(trial, outcome.get());
        if (!isPutDown) {
            note(ended(trial, outcome.get()));
        }
        return true;
    }

    /**
     * Ends a trial that no executor can end.
     *
     * @param step updates made, as far as is known
     * @param stackTrace kept beside its results; empty: none
     */
    void fail(TrialId trial, FailureKind kind, String message, long step, String stackTrace) {
        try {
            if (!stackTrace.isEmpty()) {
                folder.trial(trial).keepStackTrace(stackTrace);
            }
            folder.trial(trial)
                    .finish(TrialOutcome.failed(
                            new TrialOutcome.Cost(step, 0, 0, 0, 0), new TrialOutcome.Failure(kind, message, step)));
            publishOutcome(trial);
            settle(trial);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void publishOutcome(TrialId trial) throws IOException {
        if (remote.isPresent()) {
            remote.get().publishOutcome(trial);
        }
    }

    private LedgerEvent ended(TrialId trial, TrialOutcome outcome) {
        TrialOutcome.Failure failure = outcome.failure();
        return failure == null
                ? new LedgerEvent.TrialEnded(clock.instant(), trial, outcome.state(), null, outcome.reason())
                : new LedgerEvent.TrialEnded(
                        clock.instant(), trial, outcome.state(), failure.kind(), failure.message());
    }

    @Override
    public void close() throws IOException {
        ledger.close();
        Files.deleteIfExists(folder.stopFile());
        try {
            if (remote.isPresent()) {
                remote.get().publish();
            }
        } finally {
            lock.close();
        }
    }
}
