package lorasweep.worker.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import lorasweep.worker.safetensors.Dtype;
import lorasweep.worker.safetensors.TensorEntry;
import lorasweep.worker.torch.Kernels;

/**
 * Tensors loaded from a file when they are asked for. Those stored in fp32 and wanted in fp32 share
 * the file's mapped pages; all others are read and converted one at a time, so that no second copy of
 * the file stays in memory.
 */
final class StoredWeights implements Weights {
    /** The engine's numbers of the two types that networks compute in. */
    private static final long FLOAT32 = 6;

    private static final long BFLOAT16 = 15;

    private final StoredPart part;
    private final Precision precision;
    private final NDManager owner;
    private final Kernels kernels;

    StoredWeights(StoredPart part, Precision precision, NDManager owner, Kernels kernels) {
        this.part = part;
        this.precision = precision;
        this.owner = owner;
        this.kernels = kernels;
    }

    @Override
    public NDArray get(String name, long... expectedShape) {
        StoredPart.Stored stored = part.tensors().get(name);
        List<Long> shape = Arrays.stream(expectedShape).boxed().toList();
        if (stored == null || !stored.shape().equals(shape)) {
            throw new IllegalStateException("tensor %s with shape %s was asked for, the configuration has %s"
                    .formatted(name, shape, stored == null ? "none" : stored.shape()));
        }
        Dtype dtype = stored.entry().dtype();
        if (precision == Precision.FP32 && (dtype == Dtype.F32 || dtype == Dtype.BF16)) {
            return reshaped(part.file().load(stored.entry().name(), owner), stored, expectedShape);
        }
        try (NDManager temporary = owner.newSubManager()) {
            NDArray source = dtype == Dtype.BF16
                    ? part.file().load(stored.entry().name(), temporary)
                    : read(stored.entry(), temporary);
            long target = precision == Precision.BF16 ? BFLOAT16 : FLOAT32;
            return kernels.tensor(owner, "cast", reshaped(source, stored, expectedShape), target);
        }
    }

    private static NDArray reshaped(NDArray tensor, StoredPart.Stored stored, long... shape) {
        return stored.entry().shape().equals(stored.shape()) ? tensor : tensor.reshape(shape);
    }

    /** Reads without mapping: pages that are touched once would count as this process's memory. */
    private NDArray read(TensorEntry entry, NDManager temporary) {
        DataType type = switch (entry.dtype()) {
            case F16 -> DataType.FLOAT16;
            case F32 -> DataType.FLOAT32;
            case F64 -> DataType.FLOAT64;
            default -> throw new IllegalStateException("opening a model refuses weights of type " + entry.dtype());
        };
        Shape shape =
                new Shape(entry.shape().stream().mapToLong(Long::longValue).toArray());
        try (NDManager host = temporary.newSubManager(Device.cpu())) {
            NDArray array = host.create(shape, type);
            part.file().read(entry, array.toByteBuffer(true));
            NDArray placed = array.toDevice(temporary.getDevice(), false);
            placed.attach(temporary);
            return placed;
        }
    }

    @Override
    public boolean has(String name) {
        return part.tensors().containsKey(name);
    }
}
