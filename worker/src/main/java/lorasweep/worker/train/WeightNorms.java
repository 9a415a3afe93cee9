package lorasweep.worker.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import lorasweep.worker.lora.AdapterArray;
import lorasweep.worker.torch.Kernels;

/**
 * Norms of what adapters add to the base, {@code |scale * up * down|} of each module, and kohya's limit
 * on them (scale_weight_norms).
 */
final class WeightNorms {
    private final Kernels kernels;
    private final NDManager manager;

    WeightNorms(Kernels kernels, NDManager manager) {
        this.kernels = kernels;
        this.manager = manager;
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

    /** The norms of a trial's modules, array by array, in the order of the sites. */
    float[] of(TrainedRows rows) {
        AdapterArray array = rows.array();
        float[] all;
        try (NDArray norms = kernels.tensor(
                manager,
                "site_norms",
                array.values(),
                array.scales(),
                array.layout().widths())) {
            all = norms.toFloatArray();
        }
        float[] own = new float[array.layout().sites().size()];
        for (int i = 0; i < own.length; i++) {
            own[i] = all[i * array.trials() + rows.index()];
        }
        return own;
    }

    /** Root of the sum of squares over all modules of a part. */
    double total(List<TrainedRows> part) {
        double squares = 0;
        for (TrainedRows rows : part) {
            for (float norm : of(rows)) {
                squares += (double) norm * norm;
            }
        }
        return Math.sqrt(squares);
    }

    /**
     * Scales modules of one trial down to a limit: with {@code n = max(norm, limit / 2)} and
     * {@code ratio = min(n, limit) / n}, up and down are multiplied by {@code sqrt(ratio)}; a module
     * counts as scaled when the ratio is not 1; the figures are of {@code norm * ratio}.
     */
    Limited limit(List<TrainedRows> part, double limit) {
        int scaled = 0;
        int count = 0;
        double sum = 0;
        double max = 0;
        for (TrainedRows rows : part) {
            float[] norms = of(rows);
            float[] factors = new float[norms.length];
            boolean any = false;
            for (int i = 0; i < norms.length; i++) {
                double n = Math.max(norms[i], limit / 2);
                double ratio = Math.min(n, limit) / n;
                factors[i] = (float) Math.sqrt(ratio);
                any |= ratio != 1;
                scaled += ratio == 1 ? 0 : 1;
                double after = norms[i] * ratio;
                sum += after;
                max = Math.max(max, after);
                count++;
            }
            if (any) {
                scale(rows, factors);
            }
        }
        return new Limited(count, scaled, count == 0 ? 0 : sum / count, max);
    }

    private void scale(TrainedRows rows, float[] factors) {
        try (NDManager scratch = manager.newSubManager()) {
            NDArray own = rows.weights(kernels, scratch).expandDims(0);
            NDArray perSite = scratch.create(factors, new Shape(factors.length, 1));
            kernels.run("scale_sites", own, perSite, rows.array().layout().widths());
        }
    }
}
