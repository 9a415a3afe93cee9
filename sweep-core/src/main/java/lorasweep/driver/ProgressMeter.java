package lorasweep.driver;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorasweep.dispatch.Message;
import lorasweep.plan.PlannedTrial;
import lorasweep.result.TrialOutcome.State;
import lorasweep.trial.TrialId;

/** Counts how far a sweep is. */
final class ProgressMeter {
    private final SweepBook book;
    private final Instant start;
    private final Map<TrialId, PlannedTrial> trials = new HashMap<>();
    private final Map<TrialId, Long> steps = new HashMap<>();
    private final Map<TrialId, Long> firstSteps = new HashMap<>();
    private final Map<Integer, List<TrialId>> running = new HashMap<>();
    private final long allSteps;

    ProgressMeter(List<PlannedTrial> trials, SweepBook book) {
        this.book = book;
        this.start = book.clock().instant();
        trials.forEach(trial -> this.trials.put(trial.id(), trial));
        this.allSteps = trials.stream().mapToLong(PlannedTrial::knownSteps).sum();
    }

    /** An attempt at a pack of these trials was begun. */
    void began(int pack, List<TrialId> begun) {
        running.put(pack, begun);
    }

    /** An attempt is over; answers whether it was begun. */
    boolean ended(int pack) {
        return running.remove(pack) != null;
    }

    /** A trial has made its first so many steps. */
    void reached(Message.Progress progress) {
        firstSteps.putIfAbsent(progress.trial(), progress.step() - 1);
        steps.merge(progress.trial(), progress.step(), Math::max);
    }

    /** Steps that trials have made together. */
    long reached(List<TrialId> some) {
        return some.stream().mapToLong(trial -> steps.getOrDefault(trial, 0L)).sum();
    }

    SweepProgress progress(Optional<Judge.Best> best) {
        long made = 0;
        long madeNow = 0;
        int runningTrials = (int) running.values().stream()
                .flatMap(List::stream)
                .filter(trial -> book.outcome(trial).isEmpty())
                .count();
        for (PlannedTrial trial : trials.values()) {
            long reached = steps.getOrDefault(trial.id(), 0L);
            long first = firstSteps.getOrDefault(trial.id(), reached);
            boolean isEnded = book.outcome(trial.id()).isPresent();
            made += isEnded ? trial.knownSteps() : reached;
            madeNow += reached - first;
        }
        return new SweepProgress(
                trials.size(),
                book.count(State.COMPLETED),
                book.count(State.PRUNED),
                book.count(State.FAILED),
                runningTrials,
                made,
                allSteps,
                madeNow,
                Duration.between(start, book.clock().instant()).toMillis() / 1e3,
                best.map(least -> new SweepProgress.Best(nameOf(least.trial()), least.epoch(), least.score())));
    }

    private String nameOf(TrialId id) {
        PlannedTrial trial = trials.get(id);
        return trial == null ? id.text() : trial.name();
    }
}
