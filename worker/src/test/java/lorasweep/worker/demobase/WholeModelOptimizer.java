package lorasweep.worker.demobase;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lorasweep.worker.safetensors.Dtype;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.safetensors.SafetensorsWriter;
import lorasweep.worker.safetensors.StoredFloats;
import lorasweep.worker.safetensors.StoredTensor;
import lorasweep.worker.torch.Autograd;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.TensorList;

/** AdamW over all weights of some networks, gradients clipped together, with a moving average of the weights. */
final class WholeModelOptimizer {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.99;
    private static final double EPS = 1e-8;
    private static final double LARGEST_NORM = 1;

    private final Kernels product;
    private final Kernels training;
    private final NDManager owner;
    private final double averageShare;
    private final Map<String, NDArray> weights;
    private final Map<String, NDArray> averages = new LinkedHashMap<>();
    private final Map<String, NDArray> state = new LinkedHashMap<>();
    private final List<NDArray> firstMoments = new ArrayList<>();
    private final List<NDArray> secondMoments = new ArrayList<>();
    private final List<NDArray> counters = new ArrayList<>();

    /**
     * An optimizer without history.
     *
     * @param weights leaves by unique name
     * @param averageShare the share of the new weights in the moving average, 1 minus its decay
     */
    WholeModelOptimizer(
            Kernels product, Kernels training, NDManager owner, Map<String, NDArray> weights, double averageShare) {
        this.product = product;
        this.training = training;
        this.owner = owner;
        this.averageShare = averageShare;
        this.weights = new LinkedHashMap<>(weights);
        weights.forEach((name, leaf) -> {
            NDArray average = product.tensor(owner, "copy", Autograd.detach(leaf));
            NDArray first = owner.zeros(leaf.getShape());
            NDArray second = owner.zeros(leaf.getShape());
            NDArray counter = owner.zeros(new Shape());
            averages.put(name, average);
            firstMoments.add(first);
            secondMoments.add(second);
            counters.add(counter);
            state.put("weight." + name, leaf);
            state.put("average." + name, average);
            state.put("first." + name, first);
            state.put("second." + name, second);
            state.put("counter." + name, counter);
        });
    }

    /** Updates with the gradients that lie in the leaves, then clears them. */
    void step(double learningRate, NDManager scratch) {
        List<NDArray> leaves = List.copyOf(weights.values());
        List<NDArray> gradients = new ArrayList<>();
        for (NDArray leaf : leaves) {
            NDArray gradient = Autograd.gradient(leaf);
            gradient.attach(scratch);
            gradients.add(gradient);
        }
        try (TensorList list = TensorList.of(gradients);
                TensorList parameters = TensorList.of(leaves)) {
            training.run("clip_gradients", list, LARGEST_NORM);
            product.run(
                    "adamw",
                    parameters,
                    list,
                    firstMoments,
                    secondMoments,
                    counters,
                    learningRate,
                    BETA_1,
                    BETA_2,
                    EPS,
                    0.0);
            training.run("clear", list);
            training.run("average", List.copyOf(averages.values()), parameters, averageShare);
        }
    }

    /** The moving averages by name: what is sampled from and published. */
    Map<String, float[]> averages() {
        Map<String, float[]> values = new LinkedHashMap<>();
        averages.forEach((name, array) -> values.put(name, array.toFloatArray()));
        return values;
    }

    /** Writes everything that {@link #restore} needs. */
    void save(Path file, int step) {
        List<StoredTensor> tensors = new ArrayList<>();
        state.forEach((name, array) -> tensors.add(StoredFloats.store(
                name,
                Dtype.F32,
                Arrays.stream(array.getShape().getShape()).boxed().toList(),
                array.toFloatArray())));
        SafetensorsWriter.write(file, Map.of("step", Integer.toString(step)), tensors);
    }

    /** Goes on from a saved state; returns its step. Copies in place: networks hold views of the weights. */
    int restore(Path file) {
        try (NDManager scratch = owner.newSubManager();
                SafetensorsFile saved = SafetensorsFile.open(file)) {
            state.forEach((name, array) -> product.run("assign", array, saved.load(name, scratch)));
            return Integer.parseInt(saved.metadata().get("step"));
        }
    }
}
