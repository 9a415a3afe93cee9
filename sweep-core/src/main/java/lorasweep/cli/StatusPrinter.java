package lorasweep.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import lorasweep.sweep.LedgerEvent;
import lorasweep.sweep.SweepState;
import lorasweep.sweep.SweepTrial;
import lorasweep.sweep.SweepTrial.Status;
import lorasweep.sweep.Timeline;
import lorasweep.trial.TrialId;

/** Lays out how a sweep stands. */
final class StatusPrinter {
    private static final int MOST_ROWS = 40;

    private final SweepState state;
    private final Instant now;
    private final Map<TrialId, LedgerEvent.TrialMeasured> best = new HashMap<>();

    StatusPrinter(SweepState state, Instant now) {
        this.state = state;
        this.now = now;
        for (LedgerEvent event : state.history()) {
            if (event instanceof LedgerEvent.TrialMeasured measured) {
                best.merge(measured.trial(), measured, (a, b) -> score(a) <= score(b) ? a : b);
            }
        }
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(state.name() + ": " + counts() + run());
        for (Timeline.PackAttempt pack : state.timeline().open()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  pack %d, attempt %d: %d trials on %s of executor %s (%s) for %s",
                    pack.pack(),
                    pack.attempt(),
                    pack.trials().size(),
                    pack.device(),
                    pack.executor(),
                    pack.host(),
                    since(pack.start())));
        }
        List<SweepTrial> shown = state.trials().stream()
                .sorted(Comparator.comparingDouble(this::bestScore))
                .limit(MOST_ROWS)
                .toList();
        TextTable table = new TextTable("trial", "status", "loss against base", "at epoch", "settings that vary", "");
        for (SweepTrial trial : shown) {
            Optional<LedgerEvent.TrialMeasured> measured = Optional.ofNullable(best.get(trial.id()));
            table.row(
                    trial.id(),
                    lower(trial.status()),
                    measured.map(m -> LossChange.of(score(m))).orElse(""),
                    measured.map(m -> String.valueOf(m.epoch())).orElse(""),
                    trial.name(),
                    why(trial));
        }
        lines.addAll(table.lines());
        if (state.trials().size() > shown.size()) {
            lines.add("  … and " + (state.trials().size() - shown.size()) + " more; --json lists all");
        }
        return lines;
    }

    String json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("name", state.name());
        root.put("folder", state.folder().path().toString());
        state.timeline().lastRun().ifPresent(run -> {
            root.put("run", run.id()).put("run_started", run.start().toString());
            run.end().ifPresent(end -> root.put("run_end", end.how().name()));
        });
        root.put("device_seconds", state.timeline().deviceSeconds(now));
        ArrayNode trials = root.putArray("trials");
        for (SweepTrial trial : state.trials()) {
            ObjectNode node = trials.addObject()
                    .put("id", trial.id().text())
                    .put("name", trial.name())
                    .put("status", lower(trial.status()))
                    .put("pack", trial.pack());
            Optional.ofNullable(best.get(trial.id()))
                    .ifPresent(m -> node.put("best_score", score(m)).put("best_epoch", m.epoch()));
            if (!why(trial).isEmpty()) {
                node.put("reason", why(trial));
            }
        }
        return root.toString();
    }

    private String counts() {
        return Arrays.stream(Status.values())
                .filter(status -> state.count(status) > 0)
                .map(status -> state.count(status) + " " + lower(status))
                .collect(Collectors.joining(", "));
    }

    private String run() {
        return state.timeline()
                .lastRun()
                .map(run -> run.end()
                        .map(end -> "; the last run ended " + since(end.at()) + " ago ("
                                + end.how().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")")
                        .orElseGet(() -> "; running for " + since(run.start()) + ", heard of " + heard() + " ago"))
                .orElse("");
    }

    /** When something was last put down; long ago means that the driver was killed. */
    private String heard() {
        return since(state.history().get(state.history().size() - 1).at());
    }

    private String since(Instant then) {
        return SweepDisplay.duration(Math.max(0, Duration.between(then, now).toMillis() / 1e3));
    }

    private double bestScore(SweepTrial trial) {
        LedgerEvent.TrialMeasured measured = best.get(trial.id());
        return measured == null ? Double.POSITIVE_INFINITY : score(measured);
    }

    private static double score(LedgerEvent.TrialMeasured measured) {
        Double score = measured.heldout() == null ? measured.train() : measured.heldout();
        return score == null || score.isNaN() ? Double.POSITIVE_INFINITY : score;
    }

    private static String why(SweepTrial trial) {
        return trial.outcome()
                .map(outcome -> outcome.failure() != null
                        ? outcome.failure().kind().name().toLowerCase(Locale.ROOT) + ": "
                                + outcome.failure().message()
                        : Optional.ofNullable(outcome.reason()).orElse(""))
                .orElse("");
    }

    private static String lower(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
