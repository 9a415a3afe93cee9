package lorasweep.worker.demobase;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.worker.model.Layer;
import lorasweep.worker.model.Weights;
import lorasweep.worker.torch.Autograd;

/**
 * The weights of a network as leaves that take gradients, initialised as torch does it: uniform in
 * plus or minus {@code fan_in^-0.5}, norms 1 and 0, embeddings normal with deviation 0.02.
 *
 * <p>Networks on them must be built while recording: some reshape a weight once, at construction.
 */
final class TrainableWeights implements Weights {
    private static final float EMBEDDING_DEVIATION = 0.02f;

    private final Map<String, NDArray> leaves = new LinkedHashMap<>();

    /** Leaves for all tensors of these layers, owned by {@code owner}. */
    TrainableWeights(NDManager owner, List<Layer> layers, long seed) {
        for (Layer layer : layers) {
            layer.tensors().forEach((name, shape) -> {
                float[] values = initial(layer, name, shape, seed);
                NDArray leaf = owner.create(
                        new Shape(shape.stream().mapToLong(Long::longValue).toArray()));
                leaf.set(values);
                Autograd.requireGradient(leaf);
                leaves.put(name, leaf);
            });
        }
    }

    private static float[] initial(Layer layer, String name, List<Long> shape, long seed) {
        float[] values = new float[Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact))];
        RandomStream random = RandomStream.of(seed, Purpose.MODEL_INIT, name.hashCode());
        switch (layer.kind()) {
            case NORM -> Arrays.fill(values, name.endsWith(".weight") ? 1 : 0);
            case EMBEDDING -> {
                random.fillGaussian(values);
                scale(values, EMBEDDING_DEVIATION, 0);
            }
            case LINEAR, CONV -> {
                float bound = (float) (1 / Math.sqrt((double) layer.in() * layer.kernel() * layer.kernel()));
                random.fillUniform(values);
                scale(values, 2 * bound, -bound);
            }
        }
        return values;
    }

    private static void scale(float[] values, float factor, float offset) {
        for (int i = 0; i < values.length; i++) {
            values[i] = factor * values[i] + offset;
        }
    }

    @Override
    public NDArray get(String name, long... expectedShape) {
        NDArray leaf = leaves.get(name);
        if (leaf == null || !leaf.getShape().equals(new Shape(expectedShape))) {
            throw new IllegalStateException(name + " of shape " + Arrays.toString(expectedShape) + " does not exist");
        }
        return leaf;
    }

    @Override
    public boolean has(String name) {
        return leaves.containsKey(name);
    }

    /** All leaves by name, in the order of the layers. */
    Map<String, NDArray> leaves() {
        return leaves;
    }

    /** All leaves. */
    List<NDArray> list() {
        return new ArrayList<>(leaves.values());
    }
}
