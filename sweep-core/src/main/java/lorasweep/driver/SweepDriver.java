package lorasweep.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import lorasweep.dispatch.Message;
import lorasweep.dispatch.PackReport;
import lorasweep.plan.PlannedTrial;
import lorasweep.result.TrialOutcome;
import lorasweep.result.TrialOutcome.FailureKind;
import lorasweep.search.Pruner;
import lorasweep.search.StopDecision;
import lorasweep.sweep.LedgerEvent;
import lorasweep.sweep.LedgerEvent.PackEnd;
import lorasweep.sweep.LedgerEvent.RunEnd;
import lorasweep.trial.TrialId;

/**
 * One run of a sweep. Gives out packs, longest first, until every trial has an outcome, the budget is used, or
 * somebody asks it to stop. Everything happens on the thread that calls {@link #run}; executors and cluster
 * leave notes for it.
 */
public final class SweepDriver {
    private static final int TICK_MILLIS = 200;
    private static final int MOST_NOTES_AT_ONCE = 10_000;

    private final SweepOrder order;
    private final SweepBook book;
    private final Judge judge;
    private final Budget budget;
    private final TimeLimit limit;
    private final ProgressMeter meter;
    private final Consumer<SweepProgress> watcher;
    private final StopButton button;
    private final BlockingQueue<Note> notes = new LinkedBlockingQueue<>();
    private final Referee referee;
    private final PriorityQueue<PendingPack> queue = new PriorityQueue<>(
            Comparator.comparingLong(PendingPack::steps).reversed().thenComparing(PendingPack::number));
    private final Map<Integer, PendingPack> running = new HashMap<>();
    private final Set<String> executors = new HashSet<>();
    private int lastNumber;
    private Instant nextWatch = Instant.MIN;
    private boolean isClosed;
    private boolean isStopped;

    /** Something that happened elsewhere. */
    private interface Note {
        void read() throws IOException;
    }

    /** Starts a cluster when there is something to do. */
    public interface ClusterStart {
        /**
         * Starts it.
         *
         * @param referee answers the messages of executors
         */
        Cluster start(Referee referee, Cluster.Listener listener);
    }

    private SweepDriver(SweepOrder order, SweepBook book, Consumer<SweepProgress> watcher, StopButton button) {
        this.order = order;
        this.book = book;
        this.watcher = watcher;
        this.judge = new Judge(Pruner.of(
                order.plan().grid().stop(), order.plan().grid().search().seed()));
        this.budget = Budget.of(order.plan().grid().budget(), book.history(), book.clock());
        this.limit = new TimeLimit(order.plan().grid().budget().trialHours(), book.clock());
        this.meter = new ProgressMeter(order.plan().trials(), book);
        this.button = button;
        this.referee = new Referee(message -> notes.add(() -> hear(message)));
    }

    /**
     * Runs a sweep, or what is left of it.
     *
     * @param watcher told several times a second how far the sweep is
     * @param clock for the ledger's times
     * @throws lorasweep.trial.InvalidInputException if another driver works on the folder, or the folder
     *     cannot be understood
     * @throws IOException if the folder cannot be written
     * @throws InterruptedException if the thread is interrupted; the next run goes on
     */
    public static SweepResult run(
            SweepOrder order, ClusterStart clusters, Consumer<SweepProgress> watcher, StopButton button, Clock clock)
            throws IOException, InterruptedException {
        try (SweepBook book = new SweepBook(order, clock)) {
            SweepDriver driver = new SweepDriver(order, book, watcher, button);
            driver.open();
            RunEnd end = driver.queue.isEmpty() ? RunEnd.DONE : driver.work(clusters);
            book.note(new LedgerEvent.RunEnded(clock.instant(), order.run(), end));
            book.flush();
            SweepProgress progress = driver.progress();
            watcher.accept(progress);
            return new SweepResult(end, progress, driver.failures(), book.hasNews());
        }
    }

    /** Takes over what earlier runs have left and queues the rest. */
    private void open() throws IOException {
        Map<TrialId, Boolean> putDown = new HashMap<>();
        for (LedgerEvent event : book.history()) {
            if (event instanceof LedgerEvent.TrialMeasured measured) {
                judge.recall(measured);
            } else if (event instanceof LedgerEvent.TrialAudited audited) {
                judge.recall(audited);
            } else if (event instanceof LedgerEvent.TrialEnded ended) {
                putDown.put(ended.trial(), true);
            } else if (event instanceof LedgerEvent.PackSplit split) {
                lastNumber = Math.max(
                        lastNumber,
                        split.into().stream().mapToInt(Integer::intValue).max().orElse(0));
            }
        }
        book.plan(order.plan(), order.gridText(), order.run());
        for (var pack : order.plan().packs()) {
            lastNumber = Math.max(lastNumber, pack.number());
            List<PlannedTrial> rest = new ArrayList<>();
            for (PlannedTrial trial : pack.trials()) {
                if (!book.recall(trial.id(), putDown.containsKey(trial.id()))) {
                    rest.add(trial);
                }
            }
            if (!rest.isEmpty()) {
                queue.add(PendingPack.of(pack.number(), rest));
            }
        }
        book.flush();
    }

    private RunEnd work(ClusterStart clusters) throws IOException, InterruptedException {
        Cluster.Listener listener = new Cluster.Listener() {
            @Override
            public void joined(String executor, String host) {
                notes.add(() -> SweepDriver.this.joined(executor, host));
            }

            @Override
            public void lost(String executor, String reason) {
                notes.add(() -> book.note(new LedgerEvent.ExecutorLost(now(), executor, reason)));
            }

            @Override
            public void gone(String reason) {
                notes.add(SweepDriver.this::stop);
            }
        };
        try (Cluster cluster = clusters.start(referee, listener)) {
            while (true) {
                watch(cluster);
                giveOut(cluster);
                book.flush();
                if (running.isEmpty() && (queue.isEmpty() || isClosed)) {
                    return end();
                }
                readNotes();
            }
        }
    }

    private RunEnd end() {
        if (queue.isEmpty()) {
            return RunEnd.DONE;
        }
        return isStopped || !budget.isUsed() ? RunEnd.INTERRUPTED : RunEnd.BUDGET_REACHED;
    }

    private void readNotes() throws IOException, InterruptedException {
        Note note = notes.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        for (int read = 0; note != null && read < MOST_NOTES_AT_ONCE; read++) {
            note.read();
            note = notes.poll();
        }
        if (note != null) {
            note.read();
        }
    }

    private void watch(Cluster cluster) throws IOException {
        if (now().isBefore(nextWatch)) {
            return;
        }
        nextWatch = now().plusMillis(TICK_MILLIS);
        if (button.isPressed() || book.isTakenOver()) {
            stop();
        }
        limit.watch(referee::stop, cluster::cancel);
        if (!isClosed && budget.isUsed()) {
            drain();
        }
        if (Files.exists(order.folder().stopFile())) {
            if (StopRequest.read(order.folder()) == StopRequest.DRAIN) {
                isStopped = true;
                drain();
            } else {
                stop();
            }
        }
        watcher.accept(progress());
    }

    private void drain() {
        isClosed = true;
        referee.drain();
    }

    private void stop() {
        isStopped = true;
        drain();
        referee.stop();
    }

    private void giveOut(Cluster cluster) {
        while (!isClosed && !queue.isEmpty() && running.size() < cluster.capacity()) {
            PendingPack pack = queue.remove().givenOut();
            running.put(pack.number(), pack);
            referee.expect(order.run(), pack.number(), pack.attempt());
            cluster.submit(order.of(pack), order.title(pack), report -> notes.add(() -> done(pack, report)));
        }
    }

    private void hear(Message message) throws IOException {
        int number = message.owner().pack();
        PendingPack pack = running.get(number);
        if (pack == null || pack.attempt() != message.owner().attempt()) {
            return;
        }
        if (message instanceof Message.Claim claim) {
            claimed(pack, claim);
        } else if (message instanceof Message.Beat beat) {
            beat.progress().forEach(meter::reached);
        } else if (message instanceof Message.Measured measured) {
            measured(measured);
        } else if (message instanceof Message.Ended ended) {
            book.settleSoon(ended.trial());
        }
    }

    private void joined(String executor, String host) {
        if (executors.add(executor)) {
            book.note(new LedgerEvent.ExecutorJoined(now(), executor, host));
        }
    }

    private void claimed(PendingPack pack, Message.Claim claim) {
        if (claim.owner().taskAttempt() > 0) {
            book.note(new LedgerEvent.PackRetried(
                    now(), pack.number(), FailureKind.LOST_EXECUTOR, "the cluster started its task again"));
        }
        joined(claim.executor(), claim.host());
        budget.began(pack.number());
        limit.began(pack.number(), pack.trials().size());
        meter.began(pack.number(), ids(pack.trials()));
        book.note(new LedgerEvent.PackStarted(
                now(),
                pack.number(),
                pack.attempt(),
                ids(pack.trials()),
                claim.executor(),
                claim.host(),
                claim.device()));
    }

    private void measured(Message.Measured measured) {
        StopDecision decision = judge.judge(measured);
        referee.decide(measured, Judge.answer(decision));
        book.note(new LedgerEvent.TrialMeasured(
                now(), measured.trial(), measured.epoch(), measured.train(), measured.heldout()));
        if (decision.action() == StopDecision.Action.AUDIT) {
            book.note(new LedgerEvent.TrialAudited(
                    now(), measured.trial(), measured.epoch(), decision.rule(), decision.reason()));
        }
    }

    /** An attempt at a pack is over. */
    private void done(PendingPack pack, PackReport report) throws IOException {
        running.remove(pack.number());
        referee.forget(pack.number());
        budget.ended(pack.number());
        Optional<PackReport> timeout = limit.ended(pack.number());
        boolean wasBegun = meter.ended(pack.number());
        List<PlannedTrial> rest = new ArrayList<>();
        for (PlannedTrial trial : pack.trials()) {
            if (!book.settle(trial.id())) {
                rest.add(trial);
            }
        }
        boolean isLeft = report.end() == PackReport.End.STOPPED || report.end() == PackReport.End.REFUSED;
        PackEnd end = rest.isEmpty() ? PackEnd.FINISHED : isLeft ? PackEnd.STOPPED : PackEnd.FAILED;
        if (wasBegun) {
            book.note(new LedgerEvent.PackEnded(now(), pack.number(), pack.attempt(), end));
        }
        if (rest.isEmpty()) {
            return;
        }
        if (isClosed) {
            queue.add(pack.again(rest, pack.losses(), pack.reached()));
        } else {
            remedy(pack, rest, timeout.orElseGet(() -> explained(report)));
        }
    }

    /** A report that says why trials are left without an outcome. */
    private static PackReport explained(PackReport report) {
        return switch (report.end()) {
            case FAILED -> report;
            case FINISHED -> PackReport.failed(FailureKind.OTHER, "the pack ended without an outcome of every trial.");
            case STOPPED, REFUSED ->
                PackReport.failed(
                        FailureKind.LOST_EXECUTOR, "the executor left the pack although nobody had asked it to.");
        };
    }

    private void remedy(PendingPack pack, List<PlannedTrial> rest, PackReport report) {
        long reached = meter.reached(ids(pack.trials()));
        int losses = reached > pack.reached() ? 1 : pack.losses() + 1;
        switch (Remedy.of(report.failure(), rest.size(), losses)) {
            case AGAIN -> {
                book.note(new LedgerEvent.PackRetried(now(), pack.number(), report.failure(), report.message()));
                queue.add(pack.again(rest, losses, reached));
            }
            case SPLIT -> split(pack, rest, report);
            case GIVE_UP -> {
                TrialId trial = rest.get(0).id();
                book.fail(
                        trial, report.failure(), report.message(), meter.reached(List.of(trial)), report.stackTrace());
            }
        }
    }

    private void split(PendingPack pack, List<PlannedTrial> rest, PackReport report) {
        int half = (rest.size() + 1) / 2;
        PendingPack first = PendingPack.of(++lastNumber, rest.subList(0, half));
        PendingPack second = PendingPack.of(++lastNumber, rest.subList(half, rest.size()));
        book.note(new LedgerEvent.PackSplit(
                now(), pack.number(), List.of(first.number(), second.number()), report.failure(), report.message()));
        queue.add(first);
        queue.add(second);
    }

    private List<SweepResult.Failed> failures() {
        List<SweepResult.Failed> failures = new ArrayList<>();
        for (PlannedTrial trial : order.plan().trials()) {
            book.outcome(trial.id())
                    .map(TrialOutcome::failure)
                    .ifPresent(failure -> failures.add(new SweepResult.Failed(trial.id(), trial.name(), failure)));
        }
        return failures;
    }

    private SweepProgress progress() {
        return meter.progress(judge.best());
    }

    private Instant now() {
        return book.clock().instant();
    }

    private static List<TrialId> ids(List<PlannedTrial> trials) {
        return trials.stream().map(PlannedTrial::id).toList();
    }
}
