package lorasweep.report.content;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import lorasweep.report.content.CostFacts.Bar;
import lorasweep.report.content.CostFacts.Incident;
import lorasweep.result.TrialOutcome;
import lorasweep.sweep.LedgerEvent;
import lorasweep.sweep.SweepTrial;
import lorasweep.sweep.Timeline;
import org.jspecify.annotations.Nullable;

/** Adds up what a sweep cost and says who worked on what. */
final class CostMaker {
    private static final double SECONDS_PER_HOUR = 3600;
    private static final double SECONDS_PER_MINUTE = 60;

    private final ReportSource source;
    private final ToIntFunction<String> index;

    private CostMaker(ReportSource source, ToIntFunction<String> index) {
        this.source = source;
        this.index = index;
    }

    static CostFacts make(ReportSource source, List<TrialFacts> trials, ToIntFunction<String> index) {
        return new CostMaker(source, index).make(trials);
    }

    private CostFacts make(List<TrialFacts> trials) {
        Map<String, SweepTrial> planned = source.trials().stream()
                .collect(Collectors.toMap(trial -> trial.id().text(), Function.identity()));
        double train = 0;
        double probe = 0;
        double sample = 0;
        double saved = 0;
        for (TrialFacts trial : trials) {
            TrialOutcome.Cost cost = trial.cost();
            if (cost != null) {
                train += cost.trainSeconds();
                probe += cost.probeSeconds();
                sample += cost.sampleSeconds();
                SweepTrial plan = planned.get(trial.id());
                if (plan != null && plan.status() == SweepTrial.Status.PRUNED) {
                    saved += saved(cost, plan.steps());
                }
            }
        }
        return new CostFacts(
                Rounded.score(train / SECONDS_PER_HOUR),
                Rounded.score(probe / SECONDS_PER_HOUR),
                Rounded.score(sample / SECONDS_PER_HOUR),
                Rounded.score(saved / SECONDS_PER_MINUTE),
                bars(),
                incidents());
    }

    private static double saved(TrialOutcome.Cost cost, long planned) {
        long left = Math.max(0, planned - cost.steps());
        return cost.steps() == 0 ? 0 : left * cost.trainSeconds() / cost.steps();
    }

    private List<Bar> bars() {
        Timeline timeline = source.state().timeline();
        List<Timeline.PackAttempt> open = timeline.open();
        List<Bar> bars = new ArrayList<>();
        for (Timeline.PackAttempt attempt : timeline.packs()) {
            boolean isRunning = open.contains(attempt);
            Instant until = attempt.end().map(Timeline.Ending::at).orElse(isRunning ? source.now() : attempt.start());
            bars.add(new Bar(
                    attempt.executor() + " · " + attempt.host() + " · " + attempt.device(),
                    attempt.pack(),
                    attempt.attempt(),
                    attempt.start().toEpochMilli(),
                    until.toEpochMilli(),
                    attempt.end().map(end -> end.how().name()).orElse(isRunning ? "RUNNING" : "LOST"),
                    attempt.trials().stream()
                            .map(trial -> index.applyAsInt(trial.text()))
                            .filter(trial -> trial >= 0)
                            .toList()));
        }
        return bars;
    }

    private List<Incident> incidents() {
        List<Incident> incidents = new ArrayList<>();
        for (LedgerEvent event : source.state().history()) {
            String at = event.at().toString();
            if (event instanceof LedgerEvent.TrialEnded ended && ended.reason() != null) {
                boolean failed = ended.state() == TrialOutcome.State.FAILED;
                incidents.add(new Incident(
                        at,
                        failed ? "failed" : "ended early",
                        known(ended.trial().text()),
                        ended.reason()));
            } else if (event instanceof LedgerEvent.TrialAudited audited) {
                incidents.add(new Incident(
                        at, "would have ended", known(audited.trial().text()), audited.reason()));
            } else if (event instanceof LedgerEvent.PackRetried retried) {
                incidents.add(new Incident(at, "retried", null, "Pack " + retried.pack() + ": " + retried.reason()));
            } else if (event instanceof LedgerEvent.PackSplit split) {
                incidents.add(new Incident(
                        at,
                        "split",
                        null,
                        "Pack " + split.pack() + " into " + split.into().size() + ": " + split.reason()));
            } else if (event instanceof LedgerEvent.ExecutorLost lost) {
                incidents.add(
                        new Incident(at, "executor lost", null, "Executor " + lost.executor() + ": " + lost.reason()));
            }
        }
        return incidents;
    }

    private @Nullable Integer known(String trial) {
        int found = index.applyAsInt(trial);
        return found < 0 ? null : found;
    }
}
