package lorasweep.worker.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Guesses the clean latent behind a noisy one: what a sampler asks a model (the function D of Karras et
 * al. 2022). For the distribution it was trained on a perfect denoiser answers the mean of all clean
 * latents that the noisy one may come from.
 */
@FunctionalInterface
public interface Denoiser {
    /**
     * The estimated clean latents.
     *
     * @param owner owns the result and whatever is made on the way
     * @param x {@code x_0 + sigma * noise}, (N, C, h, w), float32; not changed, not closed
     * @param level how noisy {@code x} is
     * @return shape and dtype of {@code x}
     */
    NDArray denoise(NDManager owner, NDArray x, NoiseLevel level);
}
