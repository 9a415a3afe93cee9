package lorasweep.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import lorasweep.trial.TrialId;

/**
 * The scores of all trials of a sweep so far, by epoch. A score is the mean logarithm of a trial's loss
 * over the base model's on the same probes: 0 is no better than the base model, less is better. Not safe
 * between threads.
 */
public final class ScoreBoard {
    private final Map<TrialId, NavigableMap<Integer, Score>> scores = new HashMap<>();

    /**
     * A trial's scores at the end of an epoch; NaN or infinite if a loss was.
     *
     * @param train on the probed training images; empty if there are none
     * @param heldout on the held-out images; empty if there are none
     */
    public record Score(OptionalDouble train, OptionalDouble heldout) {

        /** Refuses a score of nothing. */
        public Score {
            if (train.isEmpty() && heldout.isEmpty()) {
                throw new IllegalArgumentException("a score needs images");
            }
        }

        /** What trials are compared by: the held-out score, or the training score without held-out images. */
        public double deciding() {
            return heldout.orElseGet(train::orElseThrow);
        }

        /** What tells whether a trial has diverged: the training score, or the held-out one without it. */
        public double trained() {
            return train.orElseGet(heldout::orElseThrow);
        }
    }

    /**
     * Notes a trial's scores at the end of an epoch.
     *
     * @param epoch counted from 1
     */
    public void record(TrialId trial, int epoch, Score score) {
        scores.computeIfAbsent(trial, first -> new TreeMap<>()).put(epoch, score);
    }

    /** A trial's scores by epoch; empty if it has none yet. */
    public NavigableMap<Integer, Score> of(TrialId trial) {
        return scores.getOrDefault(trial, new TreeMap<>());
    }

    /** A trial's least score up to an epoch; empty if it has not reached it. */
    public OptionalDouble bestUpTo(TrialId trial, int epoch) {
        NavigableMap<Integer, Score> own = of(trial);
        if (own.isEmpty() || own.lastKey() < epoch) {
            return OptionalDouble.empty();
        }
        return own.headMap(epoch, true).values().stream()
                .mapToDouble(Score::deciding)
                .filter(score -> !Double.isNaN(score))
                .min();
    }

    /** The least scores up to an epoch of all other trials that have reached it, rising. */
    public List<Double> peersUpTo(TrialId trial, int epoch) {
        List<Double> peers = new ArrayList<>();
        for (TrialId other : scores.keySet()) {
            if (!other.equals(trial)) {
                bestUpTo(other, epoch).ifPresent(peers::add);
            }
        }
        peers.sort(Double::compare);
        return peers;
    }
}
