package lorasweep.worker.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lorasweep.worker.nn.AdapterWeights;

/** All adapters of a pack: a few arrays, each for the sites that are trained under the same conditions. */
public final class AdapterBank implements AutoCloseable {
    private final List<AdapterArray> arrays;

    /** The bank of these arrays; a site is in one of them at most. */
    public AdapterBank(List<AdapterArray> arrays) {
        this.arrays = List.copyOf(arrays);
    }

    /** The arrays, in the order given. */
    public List<AdapterArray> arrays() {
        return arrays;
    }

    /**
     * The adapters for one forward pass.
     *
     * @param owner owns the views handed to blocks; outlives the pass
     */
    public AdapterWeights bind(NDManager owner) {
        Map<String, NDArray> down = new HashMap<>();
        Map<String, NDArray> up = new HashMap<>();
        for (AdapterArray array : arrays) {
            List<NDArray> weights = array.siteWeights(owner);
            List<String> modules = array.layout().modules();
            for (int i = 0; i < modules.size(); i++) {
                down.put(modules.get(i), weights.get(2 * i));
                up.put(modules.get(i), weights.get(2 * i + 1));
            }
        }
        return modules -> {
            List<NDArray> found = new ArrayList<>(2 * modules.size());
            for (String module : modules) {
                NDArray downWeight = down.get(module);
                if (downWeight != null) {
                    found.add(downWeight);
                    found.add(up.get(module));
                }
            }
            if (!found.isEmpty() && found.size() != 2 * modules.size()) {
                throw new IllegalStateException("only some of these modules have adapters: " + modules);
            }
            return found;
        };
    }

    @Override
    public void close() {
        arrays.forEach(AdapterArray::close);
    }
}
