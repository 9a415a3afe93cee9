package lorasweep.worker.verdicts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.analysis.verdict.Thresholds;
import lorasweep.analysis.verdict.Verdict;

/** What the oracle knows of one trial (docs/verdict-benchmark.md has the definitions). */
final class TrueCourse {
    private static final double CLEAR = 2;

    private final int last;
    private final Map<Integer, double[]> heldOut = new HashMap<>();
    private final Map<Integer, Double> trained = new HashMap<>();

    /**
     * A trial's course.
     *
     * @param last the last epoch that judges see
     */
    TrueCourse(OracleFile file, int last) {
        this.last = last;
        heldOut.put(0, new double[file.rows().get(0).heldOut().length]);
        trained.put(0, 0.0);
        for (OracleFile.Row row : file.rows()) {
            heldOut.put(row.epoch(), row.heldOut());
            trained.put(row.epoch(), Estimate.mean(row.trained()));
        }
    }

    /**
     * What is true.
     *
     * @param isClear whether the oracle is sure
     */
    record Label(Verdict verdict, boolean isClear) {}

    /** Whether all epochs that judges see have finite losses. */
    boolean isWhole() {
        for (int epoch = 1; epoch <= last; epoch++) {
            if (!heldOut.containsKey(epoch) || !Double.isFinite(score(epoch))) {
                return false;
            }
        }
        return true;
    }

    /** S(e). */
    double score(int epoch) {
        return Estimate.mean(pictures(epoch));
    }

    /** S(e) before the mean, by picture. */
    double[] pictures(int epoch) {
        double[] values = heldOut.get(epoch);
        if (values == null) {
            throw new IllegalArgumentException("epoch " + epoch + " was not measured");
        }
        return values;
    }

    private double trained(int epoch) {
        return trained.getOrDefault(epoch, Double.NaN);
    }

    /** e*. */
    int best() {
        int best = 1;
        for (int epoch = 2; epoch <= last; epoch++) {
            best = score(epoch) < score(best) ? epoch : best;
        }
        return best;
    }

    double margin() {
        return Thresholds.margin(-score(best()));
    }

    private Estimate change(int from, int to) {
        double[] before = pictures(from);
        double[] after = pictures(to);
        double[] change = new double[before.length];
        for (int i = 0; i < change.length; i++) {
            change[i] = after[i] - before[i];
        }
        return Estimate.of(change);
    }

    private static boolean isClear(Estimate estimate, double threshold) {
        return Math.abs(estimate.mean() - threshold) > CLEAR * estimate.standardError();
    }

    private boolean isDiverged(int epoch) {
        double lowest = 0;
        for (int earlier = 1; earlier <= epoch; earlier++) {
            lowest = Math.min(lowest, trained(earlier));
        }
        return trained(epoch) > Thresholds.TRAIN_ABOVE_BASE || trained(epoch) - lowest > Thresholds.TRAIN_ROSE;
    }

    /**
     * The label of the trial.
     *
     * @param top the sweep's trial with the lowest score at its best epoch
     */
    Label label(TrueCourse top) {
        if (!isWhole() || isDiverged(last)) {
            return new Label(Verdict.DIVERGED, true);
        }
        if (trained(last) > -Thresholds.LEAST_MARGIN) {
            return new Label(Verdict.NO_LEARNING, true);
        }
        List<Boolean> clear = new ArrayList<>();
        Estimate risen = change(best(), last);
        Estimate aboveBase = change(0, last);
        if (risen.mean() > margin() || aboveBase.mean() > margin()) {
            boolean unstable = trained(last) - trained(best()) > margin();
            return new Label(
                    unstable ? Verdict.INCONCLUSIVE : Verdict.OVERFIT,
                    risen.mean() > margin() ? isClear(risen, margin()) : isClear(aboveBase, margin()));
        }
        clear.add(isClear(risen, margin()));
        if (heldOut.keySet().stream().anyMatch(epoch -> epoch > last)) {
            int end =
                    heldOut.keySet().stream().mapToInt(Integer::intValue).max().orElseThrow();
            Estimate further = change(end, last);
            if (further.mean() > margin()) {
                return new Label(Verdict.UNDERFIT, isClear(further, margin()));
            }
            clear.add(isClear(further, margin()));
        }
        if (top != this && isFarFrom(top)) {
            return new Label(Verdict.UNDERFIT, true);
        }
        Estimate gain = change(best(), 0);
        clear.add(isClear(gain, Thresholds.LEAST_MARGIN));
        return new Label(
                gain.mean() < Thresholds.LEAST_MARGIN ? Verdict.OVERFIT : Verdict.GOOD, !clear.contains(false));
    }

    private boolean isFarFrom(TrueCourse top) {
        return score(best()) > Thresholds.SHARE_OF_BEST * top.score(top.best())
                && trained(last) > Thresholds.SHARE_OF_BEST * top.trained(top.best());
    }

    /** The label of an epoch of a trial with a label; INCONCLUSIVE where it has none. */
    Verdict label(int epoch, Verdict trial) {
        if (!heldOut.containsKey(epoch) || !Double.isFinite(score(epoch)) || isDiverged(epoch)) {
            return Verdict.DIVERGED;
        }
        if (trial == Verdict.NO_LEARNING) {
            return trial;
        }
        if (score(epoch) - score(best()) > margin()) {
            return epoch < best() ? Verdict.UNDERFIT : Verdict.OVERFIT;
        }
        if (trial == Verdict.UNDERFIT || trial == Verdict.INCONCLUSIVE) {
            return trial;
        }
        return -score(best()) > Thresholds.LEAST_MARGIN ? Verdict.GOOD : Verdict.INCONCLUSIVE;
    }
}
