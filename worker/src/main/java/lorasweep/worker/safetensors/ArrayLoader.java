package lorasweep.worker.safetensors;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.util.function.Consumer;

/** Makes arrays of mapped tensors. */
final class ArrayLoader {
    private ArrayLoader() {}

    /**
     * An array in the type it is stored in, BF16 as fp32 and I16 as 32-bit integers.
     *
     * @param aligned whether the bytes begin at a multiple of the element's size; the engine's vector
     *     code may rely on it, so that other bytes are copied
     */
    static NDArray load(TensorEntry entry, ByteBuffer bytes, boolean aligned, NDManager owner) {
        Shape shape =
                new Shape(entry.shape().stream().mapToLong(Long::longValue).toArray());
        DataType type = entry.dtype().loaded();
        if (!bytes.hasRemaining()) {
            return owner.create(shape, type);
        }
        if (entry.dtype() == Dtype.BF16) {
            return filled(shape, type, owner, target -> widen(bytes.asShortBuffer(), target.asFloatBuffer()));
        }
        if (entry.dtype() == Dtype.I16) {
            return filled(shape, type, owner, target -> widen(bytes.asShortBuffer(), target.asIntBuffer()));
        }
        return aligned
                ? owner.create(bytes, shape, type)
                : filled(shape, type, owner, target -> target.put(bytes.duplicate()));
    }

    /** An array in fp32. */
    static NDArray loadFloat32(TensorEntry entry, ByteBuffer bytes, boolean aligned, NDManager owner) {
        if (entry.dtype().loaded() == DataType.FLOAT32) {
            return load(entry, bytes, aligned, owner);
        }
        try (NDManager temporary = owner.newSubManager()) {
            NDArray converted = load(entry, bytes, aligned, temporary).toType(DataType.FLOAT32, false);
            converted.attach(owner);
            return converted;
        }
    }

    /** An array in the engine's own memory, filled there: Java's limit on direct buffers does not count it. */
    private static NDArray filled(Shape shape, DataType type, NDManager owner, Consumer<ByteBuffer> fill) {
        try (NDManager host = owner.newSubManager(Device.cpu())) {
            NDArray array = host.create(shape, type);
            fill.accept(array.toByteBuffer(true));
            NDArray placed = array.toDevice(owner.getDevice(), false);
            placed.attach(owner);
            return placed;
        }
    }

    private static void widen(ShortBuffer source, IntBuffer target) {
        for (int i = 0; i < source.limit(); i++) {
            target.put(i, source.get(i));
        }
    }

    private static void widen(ShortBuffer source, FloatBuffer target) {
        for (int i = 0; i < source.limit(); i++) {
            target.put(i, Float.intBitsToFloat(source.get(i) << Short.SIZE));
        }
    }
}
