/**
 * Text to image: prompts, LoRAs, U-Net, sampler and VAE put together. Depends on all that it puts
 * together: {@code model}, {@code text}, {@code unet}, {@code vae}, {@code lora}, {@code prompt},
 * {@code diffusion}, {@code image}.
 */
@NullMarked
package lorasweep.worker.sampling;

import org.jspecify.annotations.NullMarked;
