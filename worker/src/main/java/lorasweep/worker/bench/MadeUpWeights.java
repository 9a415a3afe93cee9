package lorasweep.worker.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import lorasweep.worker.model.Precision;
import lorasweep.worker.model.Weights;
import lorasweep.worker.torch.Kernels;

/** Whatever tensor a network asks for, with made-up values, in native memory of its own. */
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
        try (NDManager host = owner.newSubManager(Device.cpu())) {
            NDArray array = host.create(new Shape(expectedShape), DataType.FLOAT32);
            numbers.fill(
                    name,
                    Arrays.stream(expectedShape).boxed().toList(),
                    array.toByteBuffer(true).asFloatBuffer());
            NDArray placed = array.toDevice(owner.getDevice(), false);
            if (precision == Precision.BF16) {
                return kernels.tensor(owner, "cast", placed, BFLOAT16);
            }
            placed.attach(owner);
            return placed;
        }
    }

    @Override
    public boolean has(String name) {
        return true;
    }
}
