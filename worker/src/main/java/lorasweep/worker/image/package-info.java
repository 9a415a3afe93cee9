/**
 * Generated images: from the VAE's tensors to PNG files that say how they were made, in the form that
 * AUTOMATIC1111 reads. Depends on {@code worker.torch} and Jackson.
 */
@NullMarked
package lorasweep.worker.image;

import org.jspecify.annotations.NullMarked;
