package lorasweep.driver;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import lorasweep.dispatch.Answer;
import lorasweep.dispatch.Message;
import lorasweep.search.Pruner;
import lorasweep.search.ScoreBoard;
import lorasweep.search.StopDecision;
import lorasweep.sweep.LedgerEvent;
import lorasweep.trial.TrialId;
import org.jspecify.annotations.Nullable;

/** Who says whether a trial that was measured goes on, from the scores of all trials of all runs. */
final class Judge {
    private final Pruner pruner;
    private final ScoreBoard board = new ScoreBoard();
    private final Set<TrialId> audited = new HashSet<>();
    private Optional<Best> best = Optional.empty();

    /** The least score so far. */
    record Best(TrialId trial, int epoch, double score) {}

    Judge(Pruner pruner) {
        this.pruner = pruner;
    }

    /** Takes over what an earlier run has measured. */
    void recall(LedgerEvent.TrialMeasured measured) {
        note(measured.trial(), measured.epoch(), measured.train(), measured.heldout());
    }

    /** Takes over what an earlier run has decided. */
    void recall(LedgerEvent.TrialAudited decided) {
        audited.add(decided.trial());
    }

    /** What becomes of a trial; the decision is of kind AUDIT only the first time. */
    StopDecision judge(Message.Measured measured) {
        note(measured.trial(), measured.epoch(), measured.train(), measured.heldout());
        StopDecision decision = pruner.judge(measured.trial(), board);
        return decision.action() == StopDecision.Action.AUDIT && !audited.add(measured.trial())
                ? StopDecision.GO_ON
                : decision;
    }

    /** A decision as the executor hears it. */
    static Answer answer(StopDecision decision) {
        return decision.action() == StopDecision.Action.STOP
                ? Answer.stopTrial(String.format(Locale.ROOT, "%s: %s", decision.rule(), decision.reason()))
                : Answer.GO_ON;
    }

    /** The best trial so far; empty before any has been measured. */
    Optional<Best> best() {
        return best;
    }

    private void note(TrialId trial, int epoch, @Nullable Double train, @Nullable Double heldout) {
        if (train == null && heldout == null) {
            return;
        }
        ScoreBoard.Score score = new ScoreBoard.Score(optional(train), optional(heldout));
        board.record(trial, epoch, score);
        if (best.map(least -> score.deciding() < least.score()).orElse(!Double.isNaN(score.deciding()))) {
            best = Optional.of(new Best(trial, epoch, score.deciding()));
        }
    }

    private static OptionalDouble optional(@Nullable Double number) {
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }
}
