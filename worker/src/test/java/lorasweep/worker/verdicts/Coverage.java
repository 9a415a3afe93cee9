package lorasweep.worker.verdicts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lorasweep.analysis.Fit;
import lorasweep.analysis.score.Series;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.analysis.statistics.Interval;
import lorasweep.analysis.verdict.Neighbours;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;

/**
 * How often 95 % intervals hold what the oracle found. The oracle's own uncertainty is that of a mean
 * over n pictures: an interval from k of the same kind, wide c times its standard error, holds the
 * mean of n others as often as one widened by √(1 + k/n) does.
 */
final class Coverage {
    /** How often as many pictures as a draw has are drawn again from the oracle's. */
    static final int REDRAWS = 200;

    private final int draw;
    private int scores;
    private int scoresHeld;
    private int changes;
    private int changesHeld;
    private int between;
    private int betweenHeld;
    private int redrawn;
    private int redrawnHeld;
    private int redrawnAlone;

    /** Of judges with so many held-out pictures. */
    Coverage(int draw) {
        this.draw = draw;
    }

    /** The intervals of a trial's curve, and of the differences to its best epoch. */
    void add(Fit fit, TrueCourse course) {
        int best = fit.best().orElseThrow().index();
        for (int epoch = 1; epoch < fit.moments().size(); epoch++) {
            double widening = Math.sqrt(1 + (double) draw / course.pictures(epoch).length);
            scores++;
            double off = Math.abs(fit.heldOut().mean().at(epoch) - course.score(epoch));
            scoresHeld += off <= widening * fit.heldOut().halfWidth().at(epoch) ? 1 : 0;
            if (fit.verdicts().get(epoch - 1).aboveBest().isPresent()) {
                Estimate above = fit.verdicts().get(epoch - 1).aboveBest().get();
                changes++;
                double truth = course.score(epoch) - course.score(best);
                changesHeld += Math.abs(above.mean() - truth) <= widening * halfWidth(above) ? 1 : 0;
            }
        }
    }

    /**
     * The same differences against those of as many other pictures that choose nothing, measured at the same
     * timesteps: what is left are the pictures, and that the best epoch was chosen by the first.
     */
    void addBetween(Fit fit, Fit others) {
        int best = fit.best().orElseThrow().index();
        Series scores = others.heldOut().mean();
        for (int epoch = 1; epoch < fit.moments().size(); epoch++) {
            Optional<Estimate> above = fit.verdicts().get(epoch - 1).aboveBest();
            if (above.isPresent()) {
                between++;
                double off = Math.abs(above.get().mean() - (scores.at(epoch) - scores.at(best)));
                betweenHeld += off <= Math.sqrt(2) * halfWidth(above.get()) ? 1 : 0;
            }
        }
    }

    private static double halfWidth(Estimate estimate) {
        Interval interval = estimate.interval();
        return (interval.high() - interval.low()) / 2;
    }

    /**
     * Intervals of a sweep's scores from as many of the oracle's own pictures, drawn again and again, against its others.
     *
     * @param measured what the drawn pictures' scores are taken from, one for each trial
     * @param truth what the others' are
     */
    void resample(List<TrueCourse> measured, List<TrueCourse> truth, int epochs) {
        List<double[]> own = new ArrayList<>();
        List<double[]> all = new ArrayList<>();
        for (int trial = 0; trial < truth.size(); trial++) {
            for (int epoch = 1; epoch <= epochs; epoch++) {
                if (measured.get(trial).isWhole() && truth.get(trial).isWhole()) {
                    own.add(measured.get(trial).pictures(epoch));
                    all.add(truth.get(trial).pictures(epoch));
                }
            }
        }
        RandomStream stream = RandomStream.of(epochs, Purpose.DEMO, redrawn);
        for (int i = 0; i < REDRAWS; i++) {
            int[] order = stream.permutation(all.get(0).length);
            List<Estimate> some = own.stream()
                    .map(scores -> Estimate.of(IntStream.range(0, draw)
                            .mapToDouble(j -> scores[order[j]])
                            .toArray()))
                    .toList();
            Neighbours neighbours = new Neighbours(Neighbours.ofScores(some), Optional.empty(), Optional.empty());
            double widening = Math.sqrt(1 + (double) draw / (order.length - draw));
            for (int j = 0; j < some.size(); j++) {
                double[] others = all.get(j);
                double mean = IntStream.range(draw, order.length)
                        .mapToDouble(k -> others[order[k]])
                        .average()
                        .orElseThrow();
                Estimate estimate = neighbours.moderateScore(some.get(j));
                redrawn++;
                redrawnHeld += Math.abs(estimate.mean() - mean) <= widening * halfWidth(estimate) ? 1 : 0;
                redrawnAlone += Math.abs(estimate.mean() - mean) <= widening * halfWidth(some.get(j)) ? 1 : 0;
            }
        }
    }

    /** Share of the intervals of scores that hold what the oracle found. */
    double ofScores() {
        return (double) scoresHeld / scores;
    }

    /** The same of differences to the best epoch. */
    double ofDifferences() {
        return (double) changesHeld / changes;
    }

    @Override
    public String toString() {
        return "Coverage of 95 % intervals: scores " + share(scoresHeld, scores) + ", differences to the best epoch "
                + share(changesHeld, changes) + ", the same against others " + share(betweenHeld, between)
                + ", redrawn "
                + share(redrawnHeld, redrawn) + ", without neighbours " + share(redrawnAlone, redrawn);
    }

    private static String share(int held, int all) {
        return all == 0 ? "not measured" : String.format("%.1f %% of %d", 100.0 * held / all, all);
    }
}
