package lorasweep.worker.safetensors;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A tensor to be written.
 *
 * @param name any text; unique within the file
 * @param dtype what its elements are
 * @param shape sizes of its dimensions, outermost first, each at least 0; empty for a scalar
 * @param data its elements in C order, little-endian, from the buffer's position to its limit; the
 *     writer leaves position and limit as they are
 */
public record StoredTensor(String name, Dtype dtype, List<Long> shape, ByteBuffer data) {
    /**
     * Copies the shape; shares the data.
     *
     * @throws IllegalArgumentException if the buffer does not hold exactly the bytes of the shape
     */
    public StoredTensor {
        shape = List.copyOf(shape);
        long expected = dtype.sizeBytes();
        for (long size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException("tensor " + name + " has the negative shape " + shape);
            }
            expected = Math.multiplyExact(expected, size);
        }
        if (data.remaining() != expected) {
            throw new IllegalArgumentException("tensor %s of shape %s and dtype %s has %d bytes of data, expected %d"
                    .formatted(name, shape, dtype, data.remaining(), expected));
        }
    }
}
