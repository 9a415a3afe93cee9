package lorasweep.worker.diffusion;

import java.util.ArrayList;
import java.util.List;

/**
 * The noise levels a sampler visits.
 *
 * @param noise the training schedule they are taken from
 * @param levels where each step begins, noisiest first
 * @param finalSigma where the last step ends; 0 or what the table ends with
 * @param initialScale what standard normal noise is multiplied by to become the first latent
 */
public record SamplingSchedule(NoiseSchedule noise, List<NoiseLevel> levels, double finalSigma, double initialScale) {
    /** How strongly Karras' spacing prefers small sigmas. */
    private static final double RHO = 7;

    /**
     * Checks the levels.
     *
     * @throws IllegalArgumentException if there are none
     */
    public SamplingSchedule {
        levels = List.copyOf(levels);
        if (levels.isEmpty()) {
            throw new IllegalArgumentException("a sampling schedule of 0 steps");
        }
    }

    /**
     * Sigmas by Karras et al. 2022, equation 5, from the table's largest to its smallest, then 0:
     * {@code (max^(1/7) + i / (steps - 1) (min^(1/7) - max^(1/7)))^7}. As k-diffusion and AUTOMATIC1111.
     */
    public static SamplingSchedule karras(NoiseSchedule noise, int steps) {
        double largest = Math.pow(noise.sigma(noise.timesteps() - 1), 1 / RHO);
        double smallest = Math.pow(noise.sigma(0), 1 / RHO);
        List<NoiseLevel> levels = new ArrayList<>(steps);
        for (int i = 0; i < steps; i++) {
            double sigma = Math.pow(largest + share(i, steps) * (smallest - largest), RHO);
            levels.add(new NoiseLevel(sigma, noise.timestepAt(sigma)));
        }
        return fromLargestSigma(noise, levels);
    }

    /** Timesteps in equal distances from the last to 0, then sigma 0: k-diffusion's and AUTOMATIC1111's usual way. */
    public static SamplingSchedule uniform(NoiseSchedule noise, int steps) {
        List<NoiseLevel> levels = new ArrayList<>(steps);
        for (int i = 0; i < steps; i++) {
            double timestep = (noise.timesteps() - 1) * (1 - share(i, steps));
            levels.add(new NoiseLevel(noise.sigmaAt(timestep), timestep));
        }
        return fromLargestSigma(noise, levels);
    }

    /**
     * Every n-th timestep, n = timesteps / steps rounded down, shifted up by an offset, but not beyond
     * the last; ends at the table's smallest sigma and starts variance-preserving. With offset 1 the
     * DDIM schedule of the published SD 1.5 and of AUTOMATIC1111.
     */
    public static SamplingSchedule leading(NoiseSchedule noise, int steps, int offset) {
        int distance = noise.timesteps() / steps;
        List<NoiseLevel> levels = new ArrayList<>(steps);
        for (int i = steps - 1; i >= 0; i--) {
            int timestep = Math.min(i * distance + offset, noise.timesteps() - 1);
            levels.add(new NoiseLevel(noise.sigma(timestep), timestep));
        }
        return variancePreserving(noise, levels, noise.sigma(0));
    }

    /** A schedule whose first latent is noise as strong as the first sigma, and whose end is sigma 0. */
    public static SamplingSchedule fromLargestSigma(NoiseSchedule noise, List<NoiseLevel> levels) {
        return new SamplingSchedule(noise, levels, 0, levels.get(0).sigma());
    }

    /**
     * A schedule whose first latent has variance {@code sigma^2 + 1}, as if data of variance 1 were
     * under the noise: what the model's input has variance 1 for.
     */
    public static SamplingSchedule variancePreserving(NoiseSchedule noise, List<NoiseLevel> levels, double finalSigma) {
        return new SamplingSchedule(
                noise, levels, finalSigma, Math.hypot(levels.get(0).sigma(), 1));
    }

    /** The same levels with another end. */
    public SamplingSchedule endingAt(double sigma) {
        return new SamplingSchedule(noise, levels, sigma, initialScale);
    }

    /** The number of steps. */
    public int steps() {
        return levels.size();
    }

    /** Sigma before a step, or with {@code step == steps()} at the end. */
    public double sigma(int step) {
        return step == levels.size() ? finalSigma : levels.get(step).sigma();
    }

    private static double share(int i, int steps) {
        return steps == 1 ? 0 : (double) i / (steps - 1);
    }
}
