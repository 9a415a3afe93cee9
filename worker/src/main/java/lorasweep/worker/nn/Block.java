package lorasweep.worker.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** A piece of a network that is computed, and under gradient checkpointing recomputed, as a whole. */
@FunctionalInterface
public interface Block {
    /**
     * The block's output.
     *
     * @param owner owns the output and whatever is made on the way
     * @param adapters the adapters of the pass
     * @param inputs not changed, not closed
     */
    NDArray apply(NDManager owner, AdapterWeights adapters, NDArray... inputs);
}
