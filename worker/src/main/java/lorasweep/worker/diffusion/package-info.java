/**
 * The mathematics of diffusion without a network: how much noise a timestep has, losses and their
 * weights, and the samplers that turn noise into a latent through a {@link
 * lorasweep.worker.diffusion.Denoiser}. Depends on {@code worker.torch}, the configuration records of
 * {@code worker.model}, {@code lorasweep.random} and the names in {@code lorasweep.trial}.
 */
@NullMarked
package lorasweep.worker.diffusion;

import org.jspecify.annotations.NullMarked;
