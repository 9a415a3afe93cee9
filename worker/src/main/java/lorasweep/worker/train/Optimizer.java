package lorasweep.worker.train;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * Updates one part (U-Net or text encoder) of one trial from the gradients that its adapter arrays
 * hold. Its state is the trial's own and does not depend on who else is in the pack.
 */
interface Optimizer extends AutoCloseable {
    /** One update with this learning rate. */
    void step(double learningRate);

    /**
     * The tensors that a resumed run needs back, by stable names; not copies.
     */
    Map<String, NDArray> state();

    @Override
    void close();
}
