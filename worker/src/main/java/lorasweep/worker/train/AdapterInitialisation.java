package lorasweep.worker.train;

import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.worker.lora.AdapterLayout;
import lorasweep.worker.lora.LoraSite;
import lorasweep.worker.store.ContentHash;

/**
 * The weights an adapter starts from, as kohya's: down uniform in
 * {@code (-1 / sqrt(fan in), 1 / sqrt(fan in))} (Kaiming with a = sqrt 5), up zero, so that the first
 * step sees the base model.
 *
 * <p>Drawn for each site by itself, rank by rank: trials that share a seed start from the same ranks
 * as far as the lower of them has any, whatever else they train.
 */
final class AdapterInitialisation {
    private AdapterInitialisation() {}

    /** Rows (rank, D) for one trial. */
    static float[] rows(AdapterLayout layout, int rank, long seed) {
        float[] rows = new float[rank * layout.rowWidth()];
        for (LoraSite site : layout.sites()) {
            RandomStream stream = RandomStream.of(
                    seed, Purpose.ADAPTER_INIT, ContentHash.of(site.name()).key());
            float[] down = new float[rank * site.downRow()];
            stream.fillUniform(down);
            double bound = 1 / Math.sqrt(site.downRow());
            for (int i = 0; i < down.length; i++) {
                down[i] = (float) ((2.0 * down[i] - 1) * bound);
            }
            layout.put(site, rows, 0, down, new float[site.out() * rank], 1);
        }
        return rows;
    }
}
