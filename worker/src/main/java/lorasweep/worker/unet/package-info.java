/**
 * The denoiser: {@code UNet2dConditionModel} and its blocks, under diffusers' module names. Structure,
 * wiring and weights are here; arithmetic is in the kernels. Depends on {@code model} (configuration
 * and weights), {@code nn} and {@code torch}.
 */
@NullMarked
package lorasweep.worker.unet;

import org.jspecify.annotations.NullMarked;
