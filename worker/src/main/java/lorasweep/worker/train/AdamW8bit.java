package lorasweep.worker.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lorasweep.trial.OptimizerSettings;
import lorasweep.worker.torch.Kernels;

/**
 * {@link AdamW} with both moments of large tensors kept as one byte for each number, in blocks of 256
 * that share a scale ({@link DynamicCode}), as bitsandbytes' AdamW8bit keeps them; the moments of tensors
 * below 4096 elements stay float32. An update is computed in float32 from the decoded moments, before
 * they are encoded again. 2.03 bytes of state for each number instead of 8.
 *
 * <p>A tensor is one down or up matrix. Up matrices lie transposed here, so their blocks are cut another
 * way than there.
 */
final class AdamW8bit implements Optimizer {
    private static final int BLOCK = 256;
    /** bitsandbytes' min_8bit_size. */
    private static final int LEAST_ELEMENTS = 4096;

    private final Kernels kernels;
    private final NDManager manager;
    private final OptimizerSettings settings;
    private final List<Part> parts = new ArrayList<>();
    private final List<NDArray> tables;

    /**
     * What belongs to one adapter array.
     *
     * @param weights the trial's rows as a view
     * @param large bytes and scales of the first moment, then of the second; empty where no tensor is large
     * @param small both moments of the other tensors; empty where there is none
     */
    private record Part(TrainedRows rows, NDArray weights, List<NDArray> large, List<NDArray> small, NDArray counter) {}

    /** An optimizer without history for a trial's rows. */
    AdamW8bit(Kernels kernels, NDManager parent, OptimizerSettings settings, List<TrainedRows> rows) {
        this.kernels = kernels;
        this.manager = parent.newSubManager();
        this.settings = settings;
        this.tables = List.of(
                manager.create(DynamicCode.SIGNED.codes()),
                manager.create(DynamicCode.SIGNED.midpoints()),
                manager.create(DynamicCode.UNSIGNED.codes()),
                manager.create(DynamicCode.UNSIGNED.midpoints()));
        rows.forEach(own -> parts.add(part(own)));
    }

    private Part part(TrainedRows rows) {
        long blocks = 0;
        long rest = 0;
        for (long width : rows.array().layout().widths()) {
            long elements = width * rows.array().rank(rows.index());
            if (elements >= LEAST_ELEMENTS) {
                blocks += (elements + BLOCK - 1) / BLOCK;
            } else {
                rest += elements;
            }
        }
        List<NDArray> large =
                blocks == 0 ? List.of() : List.of(codes(blocks), floats(blocks), codes(blocks), floats(blocks));
        List<NDArray> small = rest == 0 ? List.of() : List.of(floats(rest), floats(rest));
        return new Part(rows, rows.weights(kernels, manager), large, small, manager.zeros(new Shape()));
    }

    private NDArray codes(long blocks) {
        return manager.zeros(new Shape(blocks, BLOCK), DataType.UINT8);
    }

    private NDArray floats(long count) {
        return manager.zeros(new Shape(count));
    }

    @Override
    public void step(double learningRate) {
        try (NDManager scratch = manager.newSubManager()) {
            for (Part part : parts) {
                kernels.run(
                        "adamw_8bit",
                        part.weights,
                        part.rows.view(kernels, scratch, part.rows.array().gradient(scratch)),
                        part.large,
                        part.small,
                        tables,
                        part.counter,
                        part.rows.array().layout().widths(),
                        LEAST_ELEMENTS,
                        learningRate,
                        settings.betas().beta1(),
                        settings.betas().beta2(),
                        settings.eps(),
                        settings.weightDecay());
            }
        }
    }

    @Override
    public Map<String, NDArray> state() {
        Map<String, NDArray> state = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            put(state, i, parts.get(i).large, "state1", "absmax1", "state2", "absmax2");
            put(state, i, parts.get(i).small, "exp_avg", "exp_avg_sq");
            put(state, i, List.of(parts.get(i).counter), "step");
        }
        return state;
    }

    private static void put(Map<String, NDArray> state, int part, List<NDArray> tensors, String... names) {
        for (int i = 0; i < tensors.size(); i++) {
            state.put(part + "." + names[i], tensors.get(i));
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
