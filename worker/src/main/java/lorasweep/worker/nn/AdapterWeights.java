package lorasweep.worker.nn;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * The low-rank weights that a forward pass adds to the frozen ones. A projection asks for them by its
 * own module path; a pass without adapters is the base model.
 */
@FunctionalInterface
public interface AdapterWeights {
    /** No adapters: the base model, bit for bit. */
    AdapterWeights NONE = modules -> List.of();

    /**
     * The weights for some modules of one block.
     *
     * @param modules module paths in the order of the kernel's slots, for example
     *     {@code mid_block.attentions.0.proj_in}
     * @return down (K, R, in) and up (K, R, out) of each module, alternating, up already multiplied by
     *     the adapter's scale; with dropout, its keys behind them ({@code drop} in {@code
     *     linear.torchscript}); or an empty list if none of them is adapted
     */
    List<NDArray> of(List<String> modules);
}
