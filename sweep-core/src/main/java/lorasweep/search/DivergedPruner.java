package lorasweep.search;

import java.util.Locale;
import java.util.Map;
import lorasweep.trial.TrialId;

/**
 * Ends a trial whose loss on the images it is trained on is not finite or more than twice the base
 * model's: it has unlearnt what the base model knew, and no further epoch has been seen to mend that.
 */
final class DivergedPruner implements Pruner {
    private static final String RULE = "diverged";
    private static final double TWICE = StrictMath.log(2);

    @Override
    public StopDecision judge(TrialId trial, ScoreBoard board) {
        Map.Entry<Integer, ScoreBoard.Score> last = board.of(trial).lastEntry();
        if (last == null) {
            return StopDecision.GO_ON;
        }
        double loss = last.getValue().trained();
        if (!Double.isFinite(loss)) {
            return StopDecision.stop(RULE, "at epoch " + last.getKey() + " the loss is not finite.");
        }
        if (loss > TWICE) {
            return StopDecision.stop(
                    RULE,
                    String.format(
                            Locale.ROOT,
                            "at epoch %d the loss is %.2f times the base model's.",
                            last.getKey(),
                            StrictMath.exp(loss)));
        }
        return StopDecision.GO_ON;
    }
}
