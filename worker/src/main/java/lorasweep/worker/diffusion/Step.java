package lorasweep.worker.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import lorasweep.worker.torch.Kernels;

/**
 * One step of a run, from one noise level to the next, and the few operations that samplers are made
 * of. Latents are in variance-exploding form, {@code x = x_0 + sigma * noise}.
 *
 * @param owner owns every result; closed at the step's end
 * @param kernels the compiled kernels
 * @param schedule the run's noise levels
 * @param index which step, from 0
 * @param denoiser the model
 * @param noise the run's noise
 */
public record Step(
        NDManager owner, Kernels kernels, SamplingSchedule schedule, int index, Denoiser denoiser, SamplerNoise noise) {

    /** Where the step begins. */
    public NoiseLevel level() {
        return schedule.levels().get(index);
    }

    /** Sigma where the step begins; above 0. */
    public double sigma() {
        return schedule.sigma(index);
    }

    /** Sigma where the step ends; 0 at the end of most schedules. */
    public double nextSigma() {
        return schedule.sigma(index + 1);
    }

    /** Whether no step follows. */
    public boolean last() {
        return index == schedule.steps() - 1;
    }

    /** The model's estimate of the clean latents, at the level where the step begins. */
    public NDArray denoise(NDArray x) {
        return denoiser.denoise(owner, x, level());
    }

    /** The model's estimate at a sigma of the sampler's own choice. */
    public NDArray denoiseAt(NDArray x, double sigma) {
        return denoiser.denoise(owner, x, new NoiseLevel(sigma, schedule.noise().timestepAt(sigma)));
    }

    /**
     * The exact way from one sigma to another if the clean latents were known and stayed the same:
     * {@code ratio * x + (1 - ratio) * clean}, ratio = target sigma / present sigma.
     */
    public NDArray approach(NDArray x, NDArray clean, double ratio) {
        return combine(x, ratio, clean, 1 - ratio);
    }

    /** The step's noise of standard deviation 1, first (0) or second (1) draw. */
    public NDArray noise(int draw) {
        return noise.added(owner, index, draw);
    }

    /** {@code x} plus noise of a standard deviation, the step's first draw. */
    public NDArray addNoise(NDArray x, double sigma) {
        return sigma == 0 ? x : combine(x, 1, noise(0), sigma);
    }

    /** {@code a * x + b * y}. */
    public NDArray combine(NDArray x, double a, NDArray y, double b) {
        return kernels.tensor(owner, "weighted_sum", x, a, y, b);
    }

    /** {@code x} limited to [-bound, bound]. */
    public NDArray clip(NDArray x, double bound) {
        return kernels.tensor(owner, "clip_latents", x, bound);
    }
}
