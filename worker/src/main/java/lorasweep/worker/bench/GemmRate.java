package lorasweep.worker.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import lorasweep.worker.model.Precision;
import lorasweep.worker.torch.Kernels;

/** How fast this process multiplies large matrices: what the rest is measured against. */
final class GemmRate {
    private static final int SIDE = 2048;
    private static final int REPEATS = 8;

    private final Kernels kernels;
    private final Precision precision;

    GemmRate(Kernels kernels, Precision precision) {
        this.kernels = kernels;
        this.precision = precision;
    }

    /** The best of some products of two square matrices, in floating-point operations a second. */
    double measure(NDManager parent) {
        double best = 0;
        try (NDManager manager = parent.newSubManager()) {
            NDArray x = matrix(manager);
            NDArray w = matrix(manager);
            for (int i = 0; i < REPEATS; i++) {
                Stopwatch watch = new Stopwatch();
                kernels.tensor(manager, "project_without_bias", x, w, List.of(), 0)
                        .close();
                best = Math.max(best, 2.0 * SIDE * SIDE * SIDE / watch.lap());
            }
        }
        return best;
    }

    private NDArray matrix(NDManager manager) {
        return new MadeUpWeights(manager, kernels, precision).get("matrix", SIDE, SIDE);
    }
}
