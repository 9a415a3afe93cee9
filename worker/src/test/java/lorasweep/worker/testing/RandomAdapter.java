package lorasweep.worker.testing;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lorasweep.worker.lora.AdapterArray;
import lorasweep.worker.lora.AdapterBank;
import lorasweep.worker.lora.AdapterLayout;
import lorasweep.worker.lora.LoraSite;
import lorasweep.worker.torch.Kernels;

/**
 * An adapter with made-up weights.
 *
 * @param seed decides its weights
 * @param rank at linear layers and 1x1 convolutions
 * @param convRank at larger convolutions
 * @param scale what its up weights are multiplied by
 * @param up standard deviation of its up weights
 */
public record RandomAdapter(long seed, int rank, int convRank, float scale, float up) {

    public static RandomAdapter of(long seed, int rank, int convRank) {
        return new RandomAdapter(seed, rank, convRank, 0.7f, 0.05f);
    }

    /** The same with up = 0. */
    public RandomAdapter untrained() {
        return new RandomAdapter(seed, rank, convRank, scale, 0);
    }

    /**
     * These adapters as one pack at the given sites.
     */
    public static AdapterBank pack(Kernels kernels, NDManager owner, List<LoraSite> sites, RandomAdapter... adapters) {
        List<AdapterArray> arrays = new ArrayList<>();
        for (AdapterLayout layout : AdapterLayout.byBlock(sites)) {
            boolean spatial = layout.sites().get(0).isSpatial();
            arrays.add(array(kernels, owner, layout, spatial, adapters));
        }
        return new AdapterBank(kernels, arrays);
    }

    private static AdapterArray array(
            Kernels kernels, NDManager owner, AdapterLayout layout, boolean spatial, RandomAdapter... adapters) {
        int[] ranks = new int[adapters.length];
        float[] scales = new float[adapters.length];
        for (int k = 0; k < adapters.length; k++) {
            ranks[k] = spatial ? adapters[k].convRank : adapters[k].rank;
            scales[k] = adapters[k].scale;
        }
        AdapterArray array = new AdapterArray(kernels, owner, layout, ranks, scales);
        for (int k = 0; k < adapters.length; k++) {
            array.write(k, adapters[k].rows(layout, ranks[k]));
        }
        return array;
    }

    /** Weights in the layout's order, (rank, D): down of standard deviation {@code fan_in^-0.5}. */
    private float[] rows(AdapterLayout layout, int rank) {
        float[] rows = new float[rank * layout.rowWidth()];
        for (LoraSite site : layout.sites()) {
            Random random = new Random(seed * 31 + site.name().hashCode());
            float[] down = normal(random, rank * site.downRow(), 1 / Math.sqrt(site.downRow()));
            float[] ups = normal(random, rank * site.out(), up);
            layout.put(site, rows, 0, down, ups, 1);
        }
        return rows;
    }

    private static float[] normal(Random random, int count, double deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }
}
