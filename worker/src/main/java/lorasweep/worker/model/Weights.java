package lorasweep.worker.model;

import ai.djl.ndarray.NDArray;

/**
 * The frozen tensors of one network, under diffusers' names: the module's path, then {@code .weight}
 * or {@code .bias}, for example {@code down_blocks.0.resnets.1.conv1.weight}. Linear weights are
 * (out, in), convolutions (out, in, height, width), embeddings (count, width), norms (channels).
 *
 * <p>The VAE's attention has the newer names {@code group_norm}, {@code to_q}, {@code to_k},
 * {@code to_v}, {@code to_out.0} and linear shapes, whatever the file had.
 *
 * <p>By the time a network reads, presence and shapes of all its tensors have been checked against
 * its configuration; a mismatch here is a bug.
 */
public interface Weights {

    /**
     * One tensor in the network's compute type, owned by the base model's manager: never close it,
     * never change it. Under {@link Precision#BF16} Java must not read its values.
     *
     * @throws IllegalStateException if there is no such tensor or its shape is another
     */
    NDArray get(String name, long... expectedShape);

    /** Whether there is such a tensor. */
    boolean has(String name);
}
