package lorasweep.search;

import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import lorasweep.grid.MedianRule;
import lorasweep.trial.TrialId;

/**
 * Ends a trial whose best score so far is worse than the median of what its peers had reached by the same
 * epoch (the median stopping rule of Golovin et al., "Google Vizier", 2017, on best scores instead of
 * running averages, because a later overfit epoch says nothing against a trial).
 */
final class MedianPruner implements Pruner {
    private final MedianRule rule;

    MedianPruner(MedianRule rule) {
        this.rule = rule;
    }

    @Override
    public StopDecision judge(TrialId trial, ScoreBoard board) {
        NavigableMap<Integer, ScoreBoard.Score> own = board.of(trial);
        if (own.isEmpty() || own.lastKey() < rule.afterEpoch()) {
            return StopDecision.GO_ON;
        }
        int epoch = own.lastKey();
        List<Double> peers = board.peersUpTo(trial, epoch);
        OptionalDouble best = board.bestUpTo(trial, epoch);
        if (peers.size() < rule.minPeers() || best.isEmpty()) {
            return StopDecision.GO_ON;
        }
        double median = (peers.get((peers.size() - 1) / 2) + peers.get(peers.size() / 2)) / 2;
        return best.getAsDouble() > median
                ? StopDecision.stop(
                        "median",
                        String.format(
                                Locale.ROOT,
                                "at epoch %d its best score %.4f is worse than the median %.4f of %d peers.",
                                epoch,
                                best.getAsDouble(),
                                median,
                                peers.size()))
                : StopDecision.GO_ON;
    }
}
