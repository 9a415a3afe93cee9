package lorasweep.worker.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Numbers between the types that files store and Java's {@code float}, without the engine. */
public final class StoredFloats {
    private static final int F16_MANTISSA = 10;
    private static final int F16_INFINITY = 0x7c00;
    private static final int F32_MANTISSA = 23;
    /** The difference of the two formats' exponent biases, 127 - 15. */
    private static final int BIAS = 112;

    private StoredFloats() {}

    /** The elements of a file's tensor of any type, in C order. */
    public static float[] read(SafetensorsFile file, TensorEntry entry) {
        return read(entry.dtype(), file.bytes(entry));
    }

    /** The elements of a tensor of any type, in C order. */
    public static float[] read(StoredTensor tensor) {
        return read(tensor.dtype(), tensor.data().slice().order(ByteOrder.LITTLE_ENDIAN));
    }

    private static float[] read(Dtype dtype, ByteBuffer bytes) {
        float[] values = new float[bytes.limit() / dtype.sizeBytes()];
        for (int i = 0; i < values.length; i++) {
            int position = i * dtype.sizeBytes();
            values[i] = switch (dtype) {
                case F32 -> bytes.getFloat(position);
                case F16 -> fromF16(bytes.getShort(position));
                case BF16 -> Float.intBitsToFloat(bytes.getShort(position) << Short.SIZE);
                case F64 -> (float) bytes.getDouble(position);
                case I64 -> bytes.getLong(position);
                case I32 -> bytes.getInt(position);
                case I16 -> bytes.getShort(position);
                case I8 -> bytes.get(position);
                case U8, BOOL -> Byte.toUnsignedInt(bytes.get(position));
            };
        }
        return values;
    }

    /**
     * A tensor to be stored as F32, F16 or BF16: rounded to nearest, ties to even, too large values to
     * infinity.
     *
     * @param values in C order, as many as the shape has
     * @throws IllegalArgumentException for any other type or another number of values
     */
    public static StoredTensor store(String name, Dtype dtype, List<Long> shape, float[] values) {
        ByteBuffer data = ByteBuffer.allocate(values.length * dtype.sizeBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            switch (dtype) {
                case F32 -> data.putFloat(value);
                case F16 -> data.putShort(toF16(value));
                case BF16 -> data.putShort(toBf16(value));
                default -> throw new IllegalArgumentException("numbers are stored as F32, F16 or BF16, not " + dtype);
            }
        }
        return new StoredTensor(name, dtype, shape, data.flip());
    }

    static float fromF16(short half) {
        int magnitude = half & 0x7fff;
        float value;
        if (magnitude >= F16_INFINITY) {
            value = Float.intBitsToFloat(0x7f800000 | ((magnitude & 0x3ff) << (F32_MANTISSA - F16_MANTISSA)));
        } else if (magnitude >= 1 << F16_MANTISSA) {
            value = Float.intBitsToFloat((magnitude << (F32_MANTISSA - F16_MANTISSA)) + (BIAS << F32_MANTISSA));
        } else {
            value = magnitude * 0x1p-24f;
        }
        return half < 0 ? -value : value;
    }

    static short toF16(float value) {
        int sign = (Float.floatToRawIntBits(value) >>> 16) & 0x8000;
        float magnitude = Math.abs(value);
        int bits;
        if (Float.isNaN(value)) {
            bits = F16_INFINITY | 0x200;
        } else if (magnitude >= 65520) {
            bits = F16_INFINITY;
        } else if (magnitude < 0x1p-14f) {
            bits = (int) Math.rint(magnitude * 0x1p24);
        } else {
            int shift = F32_MANTISSA - F16_MANTISSA;
            int exact = Float.floatToIntBits(magnitude) - (BIAS << F32_MANTISSA);
            bits = (exact + (1 << (shift - 1)) - 1 + ((exact >> shift) & 1)) >> shift;
        }
        return (short) (sign | bits);
    }

    private static short toBf16(float value) {
        int bits = Float.floatToIntBits(value);
        return (short) (Float.isNaN(value) ? 0x7fc0 : (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }
}
