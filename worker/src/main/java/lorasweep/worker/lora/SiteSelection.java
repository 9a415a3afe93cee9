package lorasweep.worker.lora;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Some sites of some arrays in an order of their own, as the kernels {@code adapter_slots} and {@code
 * site_norms} take them.
 */
public final class SiteSelection {
    private final List<AdapterArray> arrays;
    private final long[] counts;
    private final long[] widths;
    private final long[] order;

    /**
     * A selection.
     *
     * @param arrays that hold the sites, and no others if time matters: all their sites are cut apart
     * @param modules of the sites, in the order wanted
     * @throws IllegalArgumentException if a module is in none of the arrays
     */
    public SiteSelection(List<AdapterArray> arrays, List<String> modules) {
        this.arrays = List.copyOf(arrays);
        this.counts = arrays.stream()
                .mapToLong(array -> 2L * array.layout().sites().size())
                .toArray();
        this.widths = arrays.stream()
                .map(AdapterArray::layout)
                .map(AdapterLayout::widths)
                .flatMapToLong(Arrays::stream)
                .toArray();
        List<String> all = new ArrayList<>();
        arrays.forEach(array -> all.addAll(array.layout().modules()));
        this.order = modules.stream().mapToLong(all::indexOf).toArray();
        if (Arrays.stream(order).anyMatch(place -> place < 0)) {
            throw new IllegalArgumentException("of these modules some have no adapters: " + modules);
        }
    }

    /** The arrays' tensors (K, R, D), as they are now. */
    public List<NDArray> values() {
        return arrays.stream().map(AdapterArray::values).toList();
    }

    /** The arrays' scales, (K) each. */
    public List<NDArray> scales() {
        return arrays.stream().map(AdapterArray::scales).toList();
    }

    /** How many pieces each array has along D. */
    public long[] counts() {
        return counts.clone();
    }

    /** The pieces' sizes along D, array by array. */
    public long[] widths() {
        return widths.clone();
    }

    /** The numbers of the selected sites among all sites of the arrays. */
    public long[] order() {
        return order.clone();
    }
}
