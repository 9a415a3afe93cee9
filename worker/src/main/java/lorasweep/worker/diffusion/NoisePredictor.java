package lorasweep.worker.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** A U-Net with its adapters, as a sampler sees it. */
@FunctionalInterface
public interface NoisePredictor {
    /**
     * The raw prediction (noise or velocity).
     *
     * @param owner owns the result and whatever is made on the way
     * @param latents variance-preserving, (N, C, h, w), float32
     * @param timestep of all samples; may be fractional
     * @param context text states, (N, S, D)
     * @return (N, C, h, w), float32
     */
    NDArray predict(NDManager owner, NDArray latents, double timestep, NDArray context);
}
