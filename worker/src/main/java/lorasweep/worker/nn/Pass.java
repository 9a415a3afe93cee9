package lorasweep.worker.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** One pass through a network: where results live, which adapters it takes along, what is kept for the way back. */
public interface Pass {
    /** Owner of the results. */
    NDManager owner();

    /**
     * Computes one block.
     *
     * @param module the block's path in the network, for example {@code down_blocks.0.resnets.1}
     * @param inputs tensors of this pass or constants
     */
    NDArray run(String module, Block block, NDArray... inputs);

    /** Says that the network needs an intermediate result no more. */
    void release(NDArray intermediate);

    /**
     * A pass that computes at once and drops what is released. With autograd on, the graph keeps what
     * it needs; with autograd off, memory is that of the largest block plus the skip connections.
     */
    static Pass direct(NDManager owner, AdapterWeights adapters) {
        return new Pass() {
            @Override
            public NDManager owner() {
                return owner;
            }

            @Override
            public NDArray run(String module, Block block, NDArray... inputs) {
                return block.apply(owner, adapters, inputs);
            }

            @Override
            public void release(NDArray intermediate) {
                intermediate.close();
            }
        };
    }
}
