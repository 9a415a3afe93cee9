package lorasweep.worker.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import lorasweep.worker.model.Precision;
import lorasweep.worker.model.Weights;
import lorasweep.worker.torch.Kernels;

/** Whatever tensor a network asks for, with made-up values, in memory of its own on the CPU. */
final class MadeUpWeights implements Weights {
    private static final long BFLOAT16 = 15;
    private static final long SEED = 1;

    private final MadeUpNumbers numbers = new MadeUpNumbers(SEED);
    private final NDManager owner;
    private final Kernels kernels;
    private final Precision precision;

    MadeUpWeights(NDManager owner, Kernels kernels, Precision precision) {
        this.owner = owner;
        this.kernels = kernels;
        this.precision = precision;
    }

    @Override
    public NDArray get(String name, long... expectedShape) {
        NDArray array = owner.create(new Shape(expectedShape), DataType.FLOAT32);
        List<Long> shape = Arrays.stream(expectedShape).boxed().toList();
        numbers.fill(name, shape, array.toByteBuffer(true).asFloatBuffer());
        if (precision == Precision.FP32) {
            return array;
        }
        try (array) {
            return kernels.tensor(owner, "cast", array, BFLOAT16);
        }
    }

    @Override
    public boolean has(String name) {
        return true;
    }
}
