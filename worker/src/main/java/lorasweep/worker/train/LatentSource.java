package lorasweep.worker.train;

import lorasweep.worker.cache.Latent;
import lorasweep.worker.data.Flip;
import lorasweep.worker.data.TrainingImage;

/** Where training takes the latents of pictures from. */
@FunctionalInterface
public interface LatentSource {
    /** A picture's latent, not yet multiplied by the scaling factor; never changed by who asked for it. */
    Latent latent(TrainingImage image, Flip flip);
}
