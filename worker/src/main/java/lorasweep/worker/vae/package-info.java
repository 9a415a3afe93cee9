/**
 * The autoencoder between images and latents: {@code AutoencoderKl}, encoder and decoder, under
 * diffusers' module names. Depends on {@code model}, {@code nn} and {@code torch}.
 */
@NullMarked
package lorasweep.worker.vae;

import org.jspecify.annotations.NullMarked;
