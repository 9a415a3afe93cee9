package lorasweep.report.testing;

import java.util.ArrayList;
import java.util.List;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.result.Band;
import lorasweep.result.Losses;
import lorasweep.result.ProbePlan;
import lorasweep.result.ProbeRow;
import lorasweep.result.Split;
import lorasweep.result.WeightTest;
import lorasweep.trial.TrialSpec;

/**
 * Losses of a trial that learns as fast as its learning rate says: it falls, settles, and rises again on
 * held-out images when it goes on for too long; far too high a rate breaks down.
 */
final class SimulatedRun {
    static final int STEPS_PER_EPOCH = 20;
    private static final double GAIN = 0.32;
    private static final double RATE_OF_A_GOOD_RUN = 1e-4;
    private static final double BREAKS_DOWN_ABOVE = 12;

    private final ProbePlan plan;
    private final Losses base;
    private final double speed;
    private final double gain;
    private final RandomStream chance;

    SimulatedRun(ProbePlan plan, Losses base, TrialSpec spec, int number) {
        this.plan = plan;
        this.base = base;
        double brake = spec.network().networkAlpha() / spec.network().networkDim();
        double rate = spec.learningRates().unetLr() / RATE_OF_A_GOOD_RUN;
        this.speed = rate * Math.pow(brake, 0.3);
        this.gain = GAIN * (0.75 + 0.09 * Math.log(spec.network().networkDim()) / Math.log(2));
        this.chance = RandomStream.of(7, Purpose.DEMO, number, 1);
    }

    static ProbePlan plan(int bands) {
        List<Integer> timesteps = new ArrayList<>();
        List<Band> named = new ArrayList<>();
        String[] names = {"detail", "structure", "composition"};
        for (int band = 0; band < bands; band++) {
            int from = 1000 * band / bands;
            int until = 1000 * (band + 1) / bands;
            timesteps.add((from + until) / 2);
            named.add(new Band(bands == names.length ? names[band] : "t " + from + "–" + (until - 1), from, until));
        }
        return new ProbePlan(
                7,
                List.of("held0", "held1", "held2", "held3", "held4", "held5"),
                List.of("train0", "train1", "train2", "train3"),
                timesteps,
                2,
                named);
    }

    static Losses base(ProbePlan plan) {
        RandomStream stream = RandomStream.of(7, Purpose.DEMO, 0, 2);
        float[] losses = new float[plan.count()];
        for (int probe = 0; probe < losses.length; probe++) {
            int timestep = plan.timesteps()
                    .get(probe / plan.noises() % plan.timesteps().size());
            losses[probe] = (float) Math.exp(-0.003 * timestep - 1 + 0.2 * stream.nextGaussian());
        }
        return Losses.of(losses);
    }

    /** The row of an epoch, from 1. */
    ProbeRow row(int epoch) {
        return new ProbeRow(epoch, (long) STEPS_PER_EPOCH * epoch, losses(epoch, 1));
    }

    boolean breaksDown() {
        return speed > BREAKS_DOWN_ABOVE;
    }

    /** Training loss as TensorBoard shows it. */
    double trainingLoss(double epoch) {
        return 0.11 * Math.exp(0.4 * score(Split.TRAIN_TWIN, epoch, 1)) * (1 + 0.02 * chance.nextGaussian());
    }

    WeightTest weightTest(int epoch) {
        List<WeightTest.Point> points = new ArrayList<>();
        for (double weight = 0.25; weight <= 2; weight += 0.25) {
            points.add(new WeightTest.Point(weight, weight, losses(epoch, weight)));
        }
        points.add(new WeightTest.Point(1, 0, losses(epoch, 0.8)));
        points.add(new WeightTest.Point(0, 1, losses(epoch, 0.2)));
        points.add(new WeightTest.Point(1, 0.5, losses(epoch, 0.93)));
        points.add(new WeightTest.Point(0.5, 1, losses(epoch, 0.6)));
        return new WeightTest(epoch, (long) STEPS_PER_EPOCH * epoch, plan, base, points);
    }

    private Losses losses(double epoch, double weight) {
        float[] losses = new float[plan.count()];
        for (int probe = 0; probe < losses.length; probe++) {
            Split split = probe < plan.count(Split.HELD_OUT) ? Split.HELD_OUT : Split.TRAIN_TWIN;
            int timestep = plan.timesteps()
                    .get(probe / plan.noises() % plan.timesteps().size());
            int image = probe / plan.noises() / plan.timesteps().size();
            double response = (0.6 + 0.8 * timestep / 1000) * (0.9 + 0.04 * (image % 6));
            double score = response * score(split, epoch, weight) + 0.004 * chance.nextGaussian();
            losses[probe] = (float) (base.at(probe) * Math.exp(score));
        }
        return Losses.of(losses);
    }

    private double score(Split split, double epoch, double weight) {
        double trained = speed * epoch * weight;
        double fall = -gain * (1 - Math.exp(-trained / 3));
        double memorised = Math.max(0, trained - 9) * 0.012;
        double broken = breaksDown() ? Math.max(0, epoch - 2) * 0.25 : 0;
        return (split == Split.HELD_OUT ? fall + memorised : 1.1 * fall - 0.8 * memorised) + broken;
    }
}
