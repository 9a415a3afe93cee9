package lorasweep.worker.cache;

import java.util.Optional;
import lorasweep.worker.image.PixelSize;

/**
 * A picture as the U-Net is trained on it, before scaling by 0.18215.
 *
 * @param size columns and rows: the bucket's over the VAE's scale (8 for Stable Diffusion 1.5)
 * @param values (channels, rows, columns), unscaled: a sample of the VAE's posterior
 * @param mask (rows, columns) in [0, 1]: how much each place counts in the loss, if the picture's
 *     transparency is used so
 */
@SuppressWarnings("ArrayRecordComponent") // handed over to the device, never compared
public record Latent(PixelSize size, float[] values, Optional<float[]> mask) {}
