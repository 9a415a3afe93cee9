/**
 * What the frozen networks make of pictures and captions, computed once and kept: latents of the VAE,
 * contexts of the text encoder. Knows the networks only as functions. Depends on {@code
 * lorasweep.random}, {@code lorasweep.worker.data}, {@code lorasweep.worker.image} and {@code
 * lorasweep.worker.store}.
 */
@NullMarked
package lorasweep.worker.cache;

import org.jspecify.annotations.NullMarked;
