package lorasweep.worker.lora;

import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorasweep.worker.nn.AdapterWeights;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.TensorList;

/**
 * All adapters of a pack: an array for each block and set of conditions. A block takes what it needs while
 * it runs; recorded, its gradients go straight into the arrays.
 */
public final class AdapterBank implements AdapterWeights, AutoCloseable {
    private final Kernels kernels;
    private final List<AdapterArray> arrays;
    private final Map<List<String>, Optional<SiteSelection>> selections = new HashMap<>();

    /** The bank of these arrays; a site is in one of them at most. */
    public AdapterBank(Kernels kernels, List<AdapterArray> arrays) {
        this.kernels = kernels;
        this.arrays = List.copyOf(arrays);
    }

    /** The arrays, in the order given. */
    public List<AdapterArray> arrays() {
        return arrays;
    }

    @Override
    public TensorList of(NDManager owner, List<String> modules) {
        return selections
                .computeIfAbsent(modules, this::select)
                .map(own -> kernels.list(
                        owner, "adapter_slots", own.values(), own.scales(), own.counts(), own.widths(), own.order()))
                .orElseGet(() -> TensorList.empty(owner));
    }

    private Optional<SiteSelection> select(List<String> modules) {
        List<AdapterArray> holders = arrays.stream()
                .filter(array -> array.layout().modules().stream().anyMatch(modules::contains))
                .toList();
        return holders.isEmpty() ? Optional.empty() : Optional.of(new SiteSelection(holders, modules));
    }

    @Override
    public void close() {
        arrays.forEach(AdapterArray::close);
    }
}
