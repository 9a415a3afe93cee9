/**
 * Makes the demo's base model: a small autoencoder, text encoder and U-Net of Stable Diffusion 1.5's
 * shape, trained from nothing on emoji. Not part of the product: it lives with the tests and is run by
 * hand (docs/demo-base.md). The networks and kernels are the product's own; here all their weights
 * are leaves that take gradients.
 */
@NullMarked
package lorasweep.worker.demobase;

import org.jspecify.annotations.NullMarked;
