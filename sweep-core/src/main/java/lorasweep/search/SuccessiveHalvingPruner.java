package lorasweep.search;

import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import lorasweep.grid.HalvingRule;
import lorasweep.trial.TrialId;

/**
 * Asynchronous successive halving in its stopping form (Li et al., "A System for Massively Parallel
 * Hyperparameter Tuning", 2020): when a trial reaches a rung, that is epoch
 * {@code first_epoch * reduction^k}, it goes on if it is among the best {@code floor(n / reduction)} of
 * the n trials that have reached it, itself included. The first trials of a rung always go on, since
 * nothing is known yet.
 */
final class SuccessiveHalvingPruner implements Pruner {
    private final HalvingRule rule;

    SuccessiveHalvingPruner(HalvingRule rule) {
        this.rule = rule;
    }

    @Override
    public StopDecision judge(TrialId trial, ScoreBoard board) {
        NavigableMap<Integer, ScoreBoard.Score> own = board.of(trial);
        if (own.isEmpty() || !isRung(own.lastKey())) {
            return StopDecision.GO_ON;
        }
        int epoch = own.lastKey();
        OptionalDouble best = board.bestUpTo(trial, epoch);
        List<Double> peers = board.peersUpTo(trial, epoch);
        int going = (peers.size() + 1) / rule.reduction();
        if (best.isEmpty() || going == 0) {
            return StopDecision.GO_ON;
        }
        long better = peers.stream().filter(peer -> peer < best.getAsDouble()).count();
        return better >= going
                ? StopDecision.stop(
                        "asha",
                        String.format(
                                Locale.ROOT,
                                "at the rung of epoch %d its best score %.4f is number %d of %d, and %d go on.",
                                epoch,
                                best.getAsDouble(),
                                better + 1,
                                peers.size() + 1,
                                going))
                : StopDecision.GO_ON;
    }

    private boolean isRung(int epoch) {
        long rung = rule.firstEpoch();
        while (rung < epoch) {
            rung *= rule.reduction();
        }
        return rung == epoch;
    }
}
