package lorasweep.worker.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Recording and running gradients on the calling thread. DJL's {@code GradientCollector} is not used:
 * it allows one instance per JVM and hides what is recorded.
 *
 * <p>Within a recording only kernels of {@link Kernels} and DJL's own tensor-with-tensor operations
 * may be applied; {@code toType}, {@code duplicate} and {@code toDevice} detach silently.
 */
public final class Autograd implements AutoCloseable {
    private Autograd() {}

    /** Switches recording on for the calling thread until closed. Recordings do not nest. */
    public static Autograd record() {
        JniUtils.setGradMode(true);
        return new Autograd();
    }

    /** Marks a leaf as trainable: recorded operations on it lead back to it. */
    public static void requireGradient(NDArray leaf) {
        leaf.setRequiresGradient(true);
    }

    /** The same values without their history, sharing storage; owned by the array's manager. */
    public static NDArray detach(NDArray array) {
        return array.stopGradient();
    }

    /**
     * Runs the gradients of a scalar back to all leaves, adding to gradients already there.
     *
     * @param loss 0-dimensional
     */
    public static void backward(NDArray loss) {
        try (NDManager manager = loss.getManager().newSubManager()) {
            backward(loss, manager.ones(new Shape()));
        }
    }

    /**
     * Runs an incoming gradient back from any tensor.
     *
     * @param output any shape
     * @param gradient same shape as {@code output}
     */
    public static void backward(NDArray output, NDArray gradient) {
        JniUtils.backward((PtNDArray) output, (PtNDArray) gradient, false, false);
    }

    /** The gradient collected in a leaf, owned by the leaf's manager; shape and dtype of the leaf. */
    public static NDArray gradient(NDArray leaf) {
        return leaf.getGradient();
    }

    /** Sets a leaf's collected gradient to zero, if it has one. */
    public static void clearGradient(NDArray leaf) {
        JniUtils.zeroGrad((PtNDArray) leaf);
    }

    @Override
    public void close() {
        JniUtils.setGradMode(false);
    }
}
