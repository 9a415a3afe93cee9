/**
 * How networks run: their blocks, the adapters a pass takes along, and what a pass does with
 * intermediate results. Depends on {@code model} (the port weights are read through) and {@code torch}.
 *
 * <p>Letters in shapes: N samples, ordered trial by trial (N = K * B), K trials of a pack, B samples of
 * one trial, C channels, h and w latent size, S text tokens, D text width, R rank.
 */
@NullMarked
package lorasweep.worker.nn;

import org.jspecify.annotations.NullMarked;
