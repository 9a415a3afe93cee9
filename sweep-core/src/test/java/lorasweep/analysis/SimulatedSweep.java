package lorasweep.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import lorasweep.analysis.score.Series;
import lorasweep.analysis.verdict.Thresholds;
import lorasweep.analysis.verdict.Verdict;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.setting.NormalNumber;

/**
 * A sweep over the learning rate from far too low to far too high, drawn at random but with known truth.
 * Trials of higher rates run along the same course faster; the highest may break down.
 */
record SimulatedSweep(Nature nature, Axis axis, List<SimulatedTrial> trials) {
    private static final double[] RATES = {1e-6, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4};
    private static final double[] SPEEDS = {0.002, 0.2, 0.5, 1, 2, 5};

    static SimulatedSweep draw(long seed, int images) {
        RandomStream stream = RandomStream.of(seed, Purpose.DEMO, images, 99);
        double gain = 0.08 * Math.pow(1.8 / 0.08, stream.nextDouble());
        int epochs = 5 + stream.nextInt(16);
        Course course = Course.settling(gain, epochs * (0.1 + 0.2 * stream.nextDouble()));
        if (stream.nextDouble() < 0.75) {
            double perEpoch = gain * (0.2 + 0.8 * stream.nextDouble()) / epochs;
            course = course.overfitting(epochs * (0.4 + 0.8 * stream.nextDouble()), perEpoch);
        }
        Nature nature = Nature.of(seed, images, gain);
        List<SimulatedTrial> trials = new ArrayList<>();
        List<Axis.Level> levels = new ArrayList<>();
        for (int i = 0; i < RATES.length; i++) {
            double speed = SPEEDS[i] * Math.exp(0.15 * stream.nextGaussian());
            Course own = course.faster(speed);
            if (i == RATES.length - 1 && stream.nextDouble() < 0.5) {
                own = own.breaking(epochs * (0.3 + 0.4 * stream.nextDouble()));
            }
            levels.add(new Axis.Level(NormalNumber.text(RATES[i]), OptionalDouble.of(RATES[i])));
            trials.add(new SimulatedTrial(
                    SimulatedTrial.spec(Map.of("unet_lr", RATES[i]), epochs),
                    List.of(i),
                    own,
                    epochs,
                    Series.of(nature.checkpoints(i, own, epochs))));
        }
        return new SimulatedSweep(nature, new Axis("unet_lr", levels), trials);
    }

    SweepAnalysis analyse() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < trials.size(); i++) {
            SimulatedTrial trial = trials.get(i);
            entries.add(trial.entry(nature.measure(i, trial.course(), trial.epochs())));
        }
        return SweepAnalysis.of(List.of(axis), entries);
    }

    private SimulatedTrial best() {
        SimulatedTrial best = trials.get(0);
        for (SimulatedTrial trial : trials) {
            if (trial.gain() > best.gain()) {
                best = trial;
            }
        }
        return best;
    }

    /** What an observer with infinitely many images would say. */
    Verdict truth(SimulatedTrial trial) {
        int end = trial.epochs();
        double trainRise = trial.course().breakdown(end);
        if (trainRise > Thresholds.TRAIN_ROSE || trial.course().train(end) > Thresholds.TRAIN_ABOVE_BASE) {
            return Verdict.DIVERGED;
        }
        if (-trial.course().train(end) < Thresholds.LEAST_MARGIN) {
            return Verdict.NO_LEARNING;
        }
        double margin = Thresholds.margin(trial.gain());
        if (trial.truth(end) - trial.truth(trial.bestEpoch()) > margin) {
            return Verdict.OVERFIT;
        }
        double later = trial.course().heldOut(end * (1 + Thresholds.LOOK_AHEAD));
        SimulatedTrial best = best();
        boolean far = trial.gain() < Thresholds.SHARE_OF_BEST * best.gain()
                && trial.course().train(end)
                        > Thresholds.SHARE_OF_BEST * best.course().train(best.bestEpoch());
        return trial.course().heldOut(end) - later > margin || far ? Verdict.UNDERFIT : Verdict.GOOD;
    }

    /** The same about one epoch. */
    Verdict truth(SimulatedTrial trial, int epoch) {
        Verdict whole = truth(trial);
        if (whole == Verdict.NO_LEARNING) {
            return whole;
        }
        if (trial.course().breakdown(epoch) > Thresholds.TRAIN_ROSE
                || trial.course().train(epoch) > Thresholds.TRAIN_ABOVE_BASE) {
            return Verdict.DIVERGED;
        }
        int best = trial.bestEpoch();
        if (trial.truth(epoch) - trial.truth(best) > Thresholds.margin(trial.gain())) {
            return epoch < best ? Verdict.UNDERFIT : Verdict.OVERFIT;
        }
        return whole == Verdict.UNDERFIT ? Verdict.UNDERFIT : Verdict.GOOD;
    }
}
