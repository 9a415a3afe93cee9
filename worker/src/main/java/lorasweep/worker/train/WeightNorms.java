package lorasweep.worker.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lorasweep.worker.lora.AdapterArray;
import lorasweep.worker.lora.AdapterBank;
import lorasweep.worker.lora.LoraSite;
import lorasweep.worker.lora.SiteSelection;
import lorasweep.worker.torch.Kernels;

/**
 * Norms of what adapters add to the base, {@code |scale * up * down|} of each module, and kohya's limit
 * on them (scale_weight_norms). All trials of a pack are measured at once.
 */
final class WeightNorms {
    private final Kernels kernels;
    private final NDManager manager;
    private final List<Family> families;
    private final boolean exact;

    /** (sites, K) of each array, row by row; brought up to date where modules are scaled. */
    private final IdentityHashMap<AdapterArray, float[]> norms = new IdentityHashMap<>();

    /**
     * Norms of the modules of these banks; those of one shape are computed at once.
     *
     * @param exact whether they are compared with limits
     */
    WeightNorms(Kernels kernels, NDManager manager, List<AdapterBank> banks, boolean exact) {
        this.exact = exact;
        this.kernels = kernels;
        this.manager = manager;
        this.families = banks.stream()
                .map(AdapterBank::arrays)
                .filter(arrays -> !arrays.isEmpty())
                .map(Family::of)
                .toList();
    }

    /**
     * The modules of one network.
     *
     * @param places of the modules, in the order in which they are computed
     * @param sites the same, for the kernel
     * @param groups how many in succession have one shape
     */
    private record Family(List<Place> places, SiteSelection sites, long[] groups) {

        /** Where a module is. */
        private record Place(AdapterArray array, int site) {
            List<Long> shape() {
                LoraSite own = array.layout().sites().get(site);
                return List.of(array.values().getShape().get(1), (long) own.downRow(), (long) own.out());
            }
        }

        static Family of(List<AdapterArray> arrays) {
            Map<List<Long>, List<Place>> byShape = arrays.stream()
                    .flatMap(array ->
                            IntStream.range(0, array.layout().sites().size()).mapToObj(site -> new Place(array, site)))
                    .collect(Collectors.groupingBy(Place::shape, LinkedHashMap::new, Collectors.toList()));
            List<Place> places = byShape.values().stream().flatMap(List::stream).toList();
            List<String> modules = places.stream()
                    .map(place -> place.array.layout().modules().get(place.site))
                    .toList();
            long[] groups = byShape.values().stream().mapToLong(List::size).toArray();
            return new Family(places, new SiteSelection(arrays, modules), groups);
        }

        /** Puts what was measured, (sites, K) in this order, where each array's norms are. */
        void share(float[] measured, Map<AdapterArray, float[]> norms) {
            int trials = measured.length / places.size();
            for (int i = 0; i < places.size(); i++) {
                Place place = places.get(i);
                float[] own = norms.computeIfAbsent(
                        place.array, array -> new float[array.layout().sites().size() * trials]);
                System.arraycopy(measured, i * trials, own, place.site * trials, trials);
            }
        }
    }

    /**
     * Figures over the modules of one trial, as kohya reports them.
     *
     * @param modules of the trial
     * @param keysScaled modules that were scaled down
     * @param mean norm, after scaling
     * @param max norm, after scaling
     */
    record Limited(int modules, int keysScaled, double mean, double max) {}

    /** Measures all modules. */
    void measure() {
        for (Family family : families) {
            SiteSelection sites = family.sites;
            try (NDArray measured = kernels.tensor(
                    manager,
                    "site_norms",
                    sites.values(),
                    sites.scales(),
                    sites.counts(),
                    sites.widths(),
                    sites.order(),
                    family.groups,
                    exact)) {
                family.share(measured.toFloatArray(), norms);
            }
        }
    }

    /** Root of the sum of squares over all modules of a part of a trial, as last measured. */
    double total(List<TrainedRows> part) {
        double squares = 0;
        for (TrainedRows rows : part) {
            float[] all = measured(rows);
            for (int i = rows.index(); i < all.length; i += rows.array().trials()) {
                squares += (double) all[i] * all[i];
            }
        }
        return Math.sqrt(squares);
    }

    /**
     * Scales modules of one trial down to a limit: with {@code n = max(norm, limit / 2)} and
     * {@code ratio = min(n, limit) / n}, up and down are multiplied by {@code sqrt(ratio)}; a module
     * counts as scaled when the ratio is not 1; the figures are of {@code norm * ratio}.
     */
    Limited limit(List<TrainedRows> trial, double limit) {
        int scaled = 0;
        int count = 0;
        double sum = 0;
        double max = 0;
        for (TrainedRows rows : trial) {
            int trials = rows.array().trials();
            float[] all = measured(rows);
            float[] factors = new float[all.length / trials];
            int before = scaled;
            for (int i = 0; i < factors.length; i++) {
                double norm = all[i * trials + rows.index()];
                double n = Math.max(norm, limit / 2);
                double ratio = Math.min(n, limit) / n;
                factors[i] = (float) Math.sqrt(ratio);
                scaled += ratio == 1 ? 0 : 1;
                all[i * trials + rows.index()] = (float) (norm * ratio);
                sum += norm * ratio;
                max = Math.max(max, norm * ratio);
                count++;
            }
            if (scaled > before) {
                scale(rows, factors);
            }
        }
        return new Limited(count, scaled, count == 0 ? 0 : sum / count, max);
    }

    private float[] measured(TrainedRows rows) {
        float[] all = norms.get(rows.array());
        if (all == null) {
            throw new IllegalStateException("norms are asked for before they were measured");
        }
        return all;
    }

    private void scale(TrainedRows rows, float[] factors) {
        try (NDManager scratch = manager.newSubManager()) {
            NDArray own = rows.weights(kernels, scratch).expandDims(0);
            NDArray perSite = scratch.create(factors, new Shape(factors.length, 1));
            kernels.run("scale_sites", own, perSite, rows.array().layout().widths());
        }
    }
}
