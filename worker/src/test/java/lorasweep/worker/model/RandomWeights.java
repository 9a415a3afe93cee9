package lorasweep.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;

/**
 * Whatever tensor a network asks for: fp32, normal with standard deviation {@code fan_in^-0.5}, norms'
 * weights around 1; the same values for the same name whatever the order of asking.
 */
public final class RandomWeights implements Weights {
    private final NDManager owner;

    private RandomWeights(NDManager owner) {
        this.owner = owner;
    }

    public static RandomWeights ownedBy(NDManager owner) {
        return new RandomWeights(owner);
    }

    @Override
    public NDArray get(String name, long... expectedShape) {
        long count = Arrays.stream(expectedShape).reduce(1, Math::multiplyExact);
        double scale = 1 / Math.sqrt(Math.max(1, (double) count / expectedShape[0]));
        double offset = expectedShape.length == 1 && name.endsWith(".weight") ? 1 : 0;
        Random random = new Random(name.hashCode());
        float[] values = new float[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (offset + (expectedShape.length == 1 ? 0.1 : scale) * random.nextGaussian());
        }
        return owner.create(values, new Shape(expectedShape));
    }

    @Override
    public boolean has(String name) {
        return true;
    }
}
