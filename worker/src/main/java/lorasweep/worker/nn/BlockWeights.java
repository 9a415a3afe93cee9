package lorasweep.worker.nn;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import lorasweep.worker.model.Weights;
import lorasweep.worker.torch.TensorList;

/** Collects the frozen tensors of one block in the order its kernel wants them. */
public final class BlockWeights {
    private final Weights weights;
    private final String path;
    private final List<NDArray> tensors = new ArrayList<>();

    /** For the block at a module path, for example {@code mid_block.resnets.0}. */
    public BlockWeights(Weights weights, String path) {
        this.weights = weights;
        this.path = path;
    }

    /** Adds weight and bias of a norm over {@code channels}. */
    public BlockWeights norm(String module, long channels) {
        return add(module + ".weight", channels).add(module + ".bias", channels);
    }

    /** Adds weight (out, in) and bias of a linear layer. */
    public BlockWeights linear(String module, long in, long out) {
        return add(module + ".weight", out, in).add(module + ".bias", out);
    }

    /** Adds the weight (out, in) of a linear layer that has no bias. */
    public BlockWeights linearWithoutBias(String module, long in, long out) {
        return add(module + ".weight", out, in);
    }

    /** Adds weight (out, in, kernel, kernel) and bias of a convolution. */
    public BlockWeights conv(String module, long in, long out, long kernel) {
        return add(module + ".weight", out, in, kernel, kernel).add(module + ".bias", out);
    }

    /** Adds weight and bias of a 1x1 convolution as a linear layer's, (out, in). */
    public BlockWeights pointwiseConv(String module, long in, long out) {
        tensors.add(weights.get(path + "." + module + ".weight", out, in, 1, 1).reshape(out, in));
        return add(module + ".bias", out);
    }

    private BlockWeights add(String name, long... shape) {
        tensors.add(weights.get(path + "." + name, shape));
        return this;
    }

    /** The collected tensors for kernels. */
    public TensorList toTensorList() {
        return TensorList.of(tensors);
    }

    /** The collected tensors. */
    public List<NDArray> toList() {
        return List.copyOf(tensors);
    }
}
