package lorasweep.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.result.Band;
import lorasweep.result.Losses;
import lorasweep.result.ProbePlan;
import lorasweep.result.ProbeRow;
import lorasweep.result.ProbeTable;
import lorasweep.result.Split;

/**
 * The chance around a {@link Course}: images differ in how much they gain and in how much they suffer
 * from overfitting, every image wanders by itself, every checkpoint is a little better or worse than the
 * course for all images, and every probe is noisy. A LoRA that has hardly moved moves nothing by chance
 * either. Losses span three orders of magnitude over timesteps, as real ones do.
 *
 * @param images held-out images
 * @param level deviation of an image's level within one trial
 * @param wander deviation of an image's score from moment to moment
 * @param checkpoint deviation of all images' scores together from moment to moment
 * @param probe deviation of a single probe from moment to moment
 */
record Nature(long seed, int images, double level, double wander, double checkpoint, double probe) {
    static final int STEPS_PER_EPOCH = 100;
    private static final int TRAIN_IMAGES = 8;
    private static final double GAIN_SPREAD = 0.25;
    private static final double RISE_SPREAD = 0.4;
    private static final double MEMORY = 0.5;

    /** Chance of a size that goes with a gain. */
    static Nature of(long seed, int images, double gain) {
        return new Nature(
                seed, images, 0.002 + 0.03 * gain, 0.002 + 0.02 * gain, 0.001 + 0.005 * gain, 0.01 + 0.02 * gain);
    }

    ProbePlan plan() {
        List<Integer> timesteps =
                IntStream.range(0, 8).mapToObj(i -> 62 + 125 * i).toList();
        return new ProbePlan(
                seed,
                IntStream.range(0, images).mapToObj(i -> "held" + i).toList(),
                IntStream.range(0, TRAIN_IMAGES).mapToObj(i -> "train" + i).toList(),
                timesteps,
                2,
                List.of(
                        new Band("detail", 0, 300),
                        new Band("structure", 300, 700),
                        new Band("composition", 700, 1000)));
    }

    private RandomStream stream(long trial, long what) {
        return RandomStream.of(seed, Purpose.DEMO, trial, what);
    }

    private Losses base(ProbePlan plan) {
        RandomStream stream = stream(-1, 0);
        float[] losses = new float[plan.count()];
        for (Split split : Split.values()) {
            for (int image = 0; image < plan.images(split).size(); image++) {
                for (int timestep = 0; timestep < plan.timesteps().size(); timestep++) {
                    for (int noise = 0; noise < plan.noises(); noise++) {
                        double level = Math.exp(-0.006 * plan.timesteps().get(timestep) + 0.3 * stream.nextGaussian());
                        losses[plan.index(split, image, timestep, noise)] = (float) level;
                    }
                }
            }
        }
        return Losses.of(losses);
    }

    /** What checkpoint chance adds to every image, by epoch; 0 for the base. */
    double[] checkpoints(long trial, Course course, int epochs) {
        double[] values = wandering(stream(trial, 1), epochs, checkpoint);
        for (int epoch = 0; epoch <= epochs; epoch++) {
            values[epoch] *= course.activity(epoch);
        }
        return values;
    }

    private static double[] wandering(RandomStream stream, int epochs, double deviation) {
        double[] values = new double[epochs + 1];
        for (int epoch = 1; epoch <= epochs; epoch++) {
            values[epoch] =
                    MEMORY * values[epoch - 1] + deviation * Math.sqrt(1 - MEMORY * MEMORY) * stream.nextGaussian();
        }
        return values;
    }

    /** What probing this course would measure. */
    ProbeTable measure(long trial, Course course, int epochs) {
        ProbePlan plan = plan();
        double[][] byProbe = new double[plan.count()][];
        double[] checkpoints = checkpoints(trial, course, epochs);
        RandomStream traits = stream(-2, 0);
        RandomStream chance = stream(trial, 2);
        for (Split split : Split.values()) {
            for (int image = 0; image < plan.images(split).size(); image++) {
                double gains = Math.exp(GAIN_SPREAD * traits.nextGaussian() - GAIN_SPREAD * GAIN_SPREAD / 2);
                double suffers = Math.exp(RISE_SPREAD * traits.nextGaussian() - RISE_SPREAD * RISE_SPREAD / 2);
                double[] own = wandering(chance, epochs, wander);
                double offset = level * chance.nextGaussian();
                double[] score = new double[epochs + 1];
                for (int epoch = 1; epoch <= epochs; epoch++) {
                    double expected = split == Split.HELD_OUT
                            ? gains * course.fall(epoch)
                                    + (course.risePerEpoch() > 0 ? suffers * course.rise(epoch) : 0)
                                    + course.breakdown(epoch)
                            : gains * course.train(epoch);
                    score[epoch] = expected + checkpoints[epoch] + course.activity(epoch) * (own[epoch] + offset);
                }
                probe(plan, split, image, score, course, chance, byProbe);
            }
        }
        return table(plan, byProbe, epochs);
    }

    private void probe(
            ProbePlan plan,
            Split split,
            int image,
            double[] score,
            Course course,
            RandomStream chance,
            double[][] byProbe) {
        int timesteps = plan.timesteps().size();
        double mean = meanResponse(plan);
        for (int timestep = 0; timestep < timesteps; timestep++) {
            for (int noise = 0; noise < plan.noises(); noise++) {
                double response = 0.6 + 0.8 * timestep / (timesteps - 1);
                double[] own = wandering(chance, score.length - 1, probe);
                double[] values = new double[score.length];
                for (int epoch = 0; epoch < values.length; epoch++) {
                    values[epoch] = response / mean * score[epoch] + course.activity(epoch) * own[epoch];
                }
                byProbe[plan.index(split, image, timestep, noise)] = values;
            }
        }
    }

    /** The mean over bands of the mean response, so that a score averages to the course. */
    private static double meanResponse(ProbePlan plan) {
        double[] sums = new double[plan.bands().size()];
        int[] counts = new int[sums.length];
        int timesteps = plan.timesteps().size();
        for (int timestep = 0; timestep < timesteps; timestep++) {
            sums[plan.band(timestep)] += 0.6 + 0.8 * timestep / (timesteps - 1);
            counts[plan.band(timestep)]++;
        }
        double mean = 0;
        for (int band = 0; band < sums.length; band++) {
            mean += sums[band] / counts[band] / sums.length;
        }
        return mean;
    }

    private ProbeTable table(ProbePlan plan, double[][] byProbe, int epochs) {
        Losses base = base(plan);
        List<ProbeRow> rows = new ArrayList<>();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            float[] losses = new float[plan.count()];
            for (int probe = 0; probe < losses.length; probe++) {
                losses[probe] = (float) (base.at(probe) * Math.exp(byProbe[probe][epoch]));
            }
            rows.add(new ProbeRow(epoch, (long) STEPS_PER_EPOCH * epoch, Losses.of(losses)));
        }
        return new ProbeTable(plan, base, rows);
    }
}
