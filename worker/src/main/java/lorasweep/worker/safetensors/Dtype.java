package lorasweep.worker.safetensors;

import ai.djl.ndarray.types.DataType;

/**
 * What the elements of a stored tensor are. Constants are in the reference serializer's order, from
 * lowest to highest priority: it writes tensors of higher priority first.
 */
public enum Dtype {
    /** One byte, 0 or 1. */
    BOOL(1, DataType.BOOLEAN),
    /** Unsigned byte. */
    U8(1, DataType.UINT8),
    /** Signed byte. */
    I8(1, DataType.INT8),
    /** Signed 16-bit integer; arrives in memory as a 32-bit one, because reading an INT16 array back aborts the JVM. */
    I16(2, DataType.INT32),
    /** IEEE half precision. */
    F16(2, DataType.FLOAT16),
    /** The upper 16 bits of an IEEE single; arrives in memory as fp32. */
    BF16(2, DataType.FLOAT32),
    /** Signed 32-bit integer. */
    I32(4, DataType.INT32),
    /** IEEE single precision. */
    F32(4, DataType.FLOAT32),
    /** IEEE double precision. */
    F64(8, DataType.FLOAT64),
    /** Signed 64-bit integer. */
    I64(8, DataType.INT64);

    private final int sizeBytes;
    private final DataType loaded;

    Dtype(int sizeBytes, DataType loaded) {
        this.sizeBytes = sizeBytes;
        this.loaded = loaded;
    }

    /** Bytes of one element in the file. */
    public int sizeBytes() {
        return sizeBytes;
    }

    /** The type of an array loaded from elements of this type. */
    DataType loaded() {
        return loaded;
    }
}
