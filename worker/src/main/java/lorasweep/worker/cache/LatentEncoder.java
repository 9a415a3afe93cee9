package lorasweep.worker.cache;

import lorasweep.worker.image.PixelTensor;

/** The VAE's encoder as a function. Called from one thread at a time. */
@FunctionalInterface
public interface LatentEncoder {
    /**
     * The Gaussian over a picture's latents.
     *
     * @param picture (3, H, W) in [−1, 1]
     * @return (2·channels, H/scale, W/scale): the mean, then the log-variance, clamped to [−30, 20]
     */
    float[] encode(PixelTensor picture);
}
