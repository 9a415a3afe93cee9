package lorasweep.sweep;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lorasweep.trial.TrialId;

/**
 * Who worked on what, and when.
 *
 * @param runs of drivers, in the order they began
 * @param packs attempts at packs, in the order they began
 * @param executors in the order they came
 */
public record Timeline(List<Run> runs, List<PackAttempt> packs, List<Executor> executors) {
    /** Copies the lists. */
    public Timeline {
        runs = List.copyOf(runs);
        packs = List.copyOf(packs);
        executors = List.copyOf(executors);
    }

    /** A driver's run; without an end it goes on, or was killed. */
    public record Run(String id, Instant start, Optional<Ending<LedgerEvent.RunEnd>> end) {}

    /**
     * One attempt at a pack.
     *
     * @param run the run it belongs to
     * @param end empty if it goes on, or if driver or executor were killed
     */
    public record PackAttempt(
            String run,
            int pack,
            int attempt,
            List<TrialId> trials,
            String executor,
            String host,
            String device,
            Instant start,
            Optional<Ending<LedgerEvent.PackEnd>> end) {}

    /** A process that worked; without an end it was there until its run's end. */
    public record Executor(String run, String id, String host, Instant start, Optional<Ending<String>> end) {}

    /** When something ended, and how. */
    public record Ending<T>(Instant at, T how) {}

    /** The run that began last. */
    public Optional<Run> lastRun() {
        return runs.isEmpty() ? Optional.empty() : Optional.of(runs.get(runs.size() - 1));
    }

    /** The attempts at packs of the last run that have no end, if that run has none. */
    public List<PackAttempt> open() {
        return lastRun().filter(run -> run.end().isEmpty()).stream()
                .flatMap(run -> packs.stream()
                        .filter(pack ->
                                pack.run().equals(run.id()) && pack.end().isEmpty()))
                .toList();
    }

    /**
     * Seconds of devices used so far: from the begin of each attempt to its end or that of what came last.
     *
     * @param now the end of attempts that go on
     */
    public double deviceSeconds(Instant now) {
        double seconds = 0;
        List<PackAttempt> open = open();
        for (PackAttempt pack : packs) {
            Optional<Instant> end = pack.end().<Instant>map(Ending::at).or(() -> endOfRun(pack.run()));
            Instant until = open.contains(pack) ? now : end.orElse(pack.start());
            seconds += Math.max(0, until.toEpochMilli() - pack.start().toEpochMilli()) / 1e3;
        }
        return seconds;
    }

    private Optional<Instant> endOfRun(String id) {
        return runs.stream()
                .filter(run -> run.id().equals(id))
                .findFirst()
                .flatMap(Run::end)
                .map(Ending::at);
    }

    /** What a ledger says. */
    public static Timeline of(List<LedgerEvent> events) {
        Building building = new Building();
        events.forEach(building::accept);
        return new Timeline(building.runs, building.packs, building.executors);
    }

    /** The lists while the ledger is read; what goes on is known by its place in them. */
    private static final class Building {
        private final List<Run> runs = new ArrayList<>();
        private final List<PackAttempt> packs = new ArrayList<>();
        private final List<Executor> executors = new ArrayList<>();
        private final Map<Integer, Integer> openPacks = new TreeMap<>();
        private final Map<String, Integer> openExecutors = new HashMap<>();
        private String run = "";

        void accept(LedgerEvent event) {
            if (event instanceof LedgerEvent.RunStarted started) {
                run = started.run();
                runs.add(new Run(run, started.at(), Optional.empty()));
                openPacks.clear();
                openExecutors.clear();
            } else if (event instanceof LedgerEvent.RunEnded ended && !runs.isEmpty()) {
                Run last = runs.get(runs.size() - 1);
                runs.set(runs.size() - 1, new Run(last.id(), last.start(), ending(ended.at(), ended.end())));
            } else if (event instanceof LedgerEvent.PackStarted started) {
                openPacks.put(started.pack(), packs.size());
                packs.add(attempt(started));
            } else if (event instanceof LedgerEvent.PackEnded ended) {
                Optional.ofNullable(openPacks.remove(ended.pack()))
                        .ifPresent(i -> packs.set(i, ended(packs.get(i), ended)));
            } else if (event instanceof LedgerEvent.ExecutorJoined joined) {
                openExecutors.put(joined.executor(), executors.size());
                executors.add(new Executor(run, joined.executor(), joined.host(), joined.at(), Optional.empty()));
            } else if (event instanceof LedgerEvent.ExecutorLost lost) {
                Optional.ofNullable(openExecutors.remove(lost.executor())).ifPresent(i -> {
                    Executor was = executors.get(i);
                    executors.set(
                            i,
                            new Executor(
                                    was.run(), was.id(), was.host(), was.start(), ending(lost.at(), lost.reason())));
                });
            }
        }

        private PackAttempt attempt(LedgerEvent.PackStarted started) {
            return new PackAttempt(
                    run,
                    started.pack(),
                    started.attempt(),
                    started.trials(),
                    started.executor(),
                    started.host(),
                    started.device(),
                    started.at(),
                    Optional.empty());
        }

        private static PackAttempt ended(PackAttempt was, LedgerEvent.PackEnded ended) {
            return new PackAttempt(
                    was.run(),
                    was.pack(),
                    was.attempt(),
                    was.trials(),
                    was.executor(),
                    was.host(),
                    was.device(),
                    was.start(),
                    ending(ended.at(), ended.end()));
        }

        private static <T> Optional<Ending<T>> ending(Instant at, T how) {
            return Optional.of(new Ending<>(at, how));
        }
    }
}
