/**
 * The safetensors file format: a reader that maps tensors into memory and believes nothing of a
 * header, a deterministic writer, and the hashes by which web interfaces know a model. Depends on
 * DJL's arrays, Jackson's streaming parser and {@code lorasweep.trial} for refusals.
 */
@NullMarked
package lorasweep.worker.safetensors;

import org.jspecify.annotations.NullMarked;
