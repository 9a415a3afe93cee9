package lorasweep.worker.sampling;

import java.util.Optional;
import lorasweep.worker.image.RgbImage;

/**
 * An image with what it was decoded from.
 *
 * @param seed of its noise
 * @param latent (channels, height, width), on the scale of the VAE's encoder
 * @param image empty if its values are not finite
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record DrawnImage(long seed, float[] latent, Optional<RgbImage> image) {}
