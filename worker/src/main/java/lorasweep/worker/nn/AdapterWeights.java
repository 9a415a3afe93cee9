package lorasweep.worker.nn;

import ai.djl.ndarray.NDManager;
import java.util.List;
import lorasweep.worker.torch.TensorList;

/**
 * The low-rank weights that a forward pass adds to the frozen ones. A projection asks for them by its
 * own module path; a pass without adapters is the base model.
 */
@FunctionalInterface
public interface AdapterWeights {
    /** No adapters: the base model, bit for bit. */
    AdapterWeights NONE = (owner, modules) -> TensorList.empty(owner);

    /**
     * The weights for some modules of one block.
     *
     * @param owner of the list
     * @param modules module paths in the order of the kernel's slots, for example
     *     {@code mid_block.attentions.0.proj_in}
     * @return down (K, R, in), up (K, R, out) and scale (K, 1, 1) of each module in turn; with dropout, its
     *     keys behind them ({@code drop} in {@code linear.torchscript}); or an empty list if none of
     *     them is adapted
     */
    TensorList of(NDManager owner, List<String> modules);
}
