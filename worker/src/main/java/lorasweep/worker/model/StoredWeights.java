package lorasweep.worker.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import lorasweep.worker.safetensors.Dtype;
import lorasweep.worker.torch.Kernels;

/**
 * Tensors loaded from a file when they are asked for. Those stored in fp32 and wanted in fp32 share
 * the file's mapped pages; all others are read and converted one at a time, so that no second copy of
 * the file stays in memory.
 */
final class StoredWeights implements Weights {
    private static final long FLOAT32 = torchType(Dtype.F32);
    private static final long BFLOAT16 = torchType(Dtype.BF16);

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
        if (precision == Precision.FP32 && stored.entry().dtype() == Dtype.F32) {
            NDArray shared = part.file().load(stored.entry().name(), owner);
            return stored.entry().shape().equals(shape) ? shared : shared.reshape(expectedShape);
        }
        return converted(stored, expectedShape);
    }

    private NDArray converted(StoredPart.Stored stored, long... shape) {
        try (NDManager temporary = owner.newSubManager(Device.cpu())) {
            NDArray bytes = temporary.create(new Shape(stored.entry().sizeBytes()), DataType.UINT8);
            part.file().read(stored.entry(), bytes.toByteBuffer(true));
            NDArray placed = bytes.toDevice(owner.getDevice(), false);
            placed.attach(temporary);
            long target = precision == Precision.BF16 ? BFLOAT16 : FLOAT32;
            return kernels.tensor(
                    owner, "decode", placed, torchType(stored.entry().dtype()), target, shape);
        }
    }

    @Override
    public boolean has(String name) {
        return part.tensors().containsKey(name);
    }

    /** The engine's number of a type. */
    private static long torchType(Dtype dtype) {
        return switch (dtype) {
            case F16 -> 5;
            case F32 -> 6;
            case F64 -> 7;
            case BF16 -> 15;
            case BOOL, U8, I8, I16, I32, I64 -> throw new IllegalStateException("weights are never " + dtype);
        };
    }
}
