package lorasweep.worker.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.IntConsumer;
import lorasweep.worker.torch.Kernels;

/**
 * From noise to latents: applies a sampler along a schedule. Memory is that of one step whatever their
 * number.
 *
 * @param kernels the compiled kernels
 * @param sampler the rule of every step
 * @param schedule the noise levels
 */
public record SamplingRun(Kernels kernels, Sampler sampler, SamplingSchedule schedule) {

    /**
     * Runs all steps.
     *
     * @param owner owns the result
     * @param denoiser the model
     * @param noise where the run starts and what stochastic samplers add
     * @param progress told the number of finished steps after each
     * @return latents as the VAE knows them (times its scaling factor), (N, C, h, w), float32
     */
    public NDArray latents(NDManager owner, Denoiser denoiser, SamplerNoise noise, IntConsumer progress) {
        try (NDManager run = owner.newSubManager()) {
            Sampler.State state = begin(run, noise);
            for (int i = 0; i < schedule.steps(); i++) {
                state = advance(run, i, denoiser, noise, state);
                progress.accept(i + 1);
            }
            return variancePreserving(owner, state.latents(), schedule.finalSigma());
        }
    }

    Sampler.State begin(NDManager run, SamplerNoise noise) {
        try (NDArray start = noise.initial(run)) {
            return Sampler.State.initial(kernels.tensor(run, "scale_latents", start, schedule.initialScale()));
        }
    }

    /** One step; closes the state before and owns the next by {@code run}. */
    Sampler.State advance(NDManager run, int index, Denoiser denoiser, SamplerNoise noise, Sampler.State before) {
        try (NDManager memory = run.newSubManager()) {
            Sampler.State next = sampler.advance(new Step(memory, kernels, schedule, index, denoiser, noise), before);
            next.latents().attach(run);
            next.clean().ifPresent(clean -> clean.attach(run));
            before.latents().close();
            before.clean().ifPresent(NDArray::close);
            return next;
        }
    }

    /** {@code x_0 + sigma * noise} as a model sees it: {@code x / sqrt(sigma^2 + 1)}. */
    NDArray variancePreserving(NDManager owner, NDArray x, double sigma) {
        return kernels.tensor(owner, "scale_latents", x, 1 / Math.hypot(sigma, 1));
    }
}
