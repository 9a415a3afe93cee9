package lorasweep.worker.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lorasweep.trial.OptimizerSettings;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.TensorList;

/**
 * AdamW with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2), as torch computes it:
 *
 * <pre>
 * p *= 1 - lr * weight_decay
 * m = beta1 m + (1 - beta1) g,  v = beta2 v + (1 - beta2) g^2
 * p -= lr / (1 - beta1^t) * m / (sqrt(v / (1 - beta2^t)) + eps)
 * </pre>
 *
 * <p>One fused native call per update; moments are (r, D) float32 for each array.
 */
final class AdamW implements Optimizer {
    private final Kernels kernels;
    private final NDManager manager;
    private final OptimizerSettings settings;
    private final List<TrainedRows> rows;
    private final List<NDArray> firstMoments = new ArrayList<>();
    private final List<NDArray> secondMoments = new ArrayList<>();
    private final List<NDArray> counters = new ArrayList<>();
    /** Weights as views, moments, counters. */
    private final List<TensorList> lists;

    /** An optimizer without history for a trial's rows. */
    AdamW(Kernels kernels, NDManager parent, OptimizerSettings settings, List<TrainedRows> rows) {
        this.kernels = kernels;
        this.manager = parent.newSubManager();
        this.settings = settings;
        this.rows = List.copyOf(rows);
        List<NDArray> views = new ArrayList<>();
        for (TrainedRows part : rows) {
            NDArray view = part.weights(kernels, manager);
            views.add(view);
            firstMoments.add(manager.zeros(view.getShape()));
            secondMoments.add(manager.zeros(view.getShape()));
            counters.add(manager.zeros(new Shape()));
        }
        lists = Stream.of(views, firstMoments, secondMoments, counters)
                .map(TensorList::of)
                .toList();
    }

    @Override
    public void step(double learningRate) {
        try (NDManager scratch = manager.newSubManager()) {
            kernels.run(
                    "adamw_rows",
                    lists.get(0),
                    rows.stream().map(part -> part.array().gradient(scratch)).toList(),
                    rows.get(0).index(),
                    lists.get(1),
                    lists.get(2),
                    lists.get(3),
                    learningRate,
                    settings.betas().beta1(),
                    settings.betas().beta2(),
                    settings.eps(),
                    settings.weightDecay());
        }
    }

    @Override
    public Map<String, NDArray> state() {
        Map<String, NDArray> state = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            state.put(i + ".exp_avg", firstMoments.get(i));
            state.put(i + ".exp_avg_sq", secondMoments.get(i));
            state.put(i + ".step", counters.get(i));
        }
        return state;
    }

    @Override
    public void close() {
        lists.forEach(TensorList::close);
        manager.close();
    }
}
