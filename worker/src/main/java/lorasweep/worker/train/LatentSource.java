package lorasweep.worker.train;

import lorasweep.worker.data.TrainingImage;

/** Where training takes the latents of pictures from. */
@FunctionalInterface
public interface LatentSource {
    /** How a picture is turned. */
    enum Orientation {
        /** As it is. */
        UPRIGHT,
        /** Left and right exchanged. */
        MIRRORED
    }

    /**
     * A picture's latent: one sample of the VAE's posterior, not yet multiplied by the scaling factor.
     *
     * @return channels * height * width values; not changed by the caller
     */
    float[] latent(TrainingImage image, Orientation orientation);
}
