/**
 * What a base model is: its configuration, its tensors under diffusers' names, and how both are read
 * from a diffusers folder or a single-file checkpoint. Depends on {@code worker.safetensors},
 * {@code worker.torch}, {@code lorasweep.trial} and Jackson; the networks depend on it.
 */
@NullMarked
package lorasweep.worker.model;

import org.jspecify.annotations.NullMarked;
