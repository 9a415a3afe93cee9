package lorasweep.worker.safetensors;

import java.util.List;

/**
 * A tensor as a file's header announces it.
 *
 * @param name any text; unique within the file
 * @param dtype what its elements are
 * @param shape sizes of its dimensions, outermost first, each at least 0; empty for a scalar
 * @param begin offset of its first byte, counted from the end of the header
 * @param end offset after its last byte, counted from the end of the header
 */
public record TensorEntry(String name, Dtype dtype, List<Long> shape, long begin, long end) {
    /** Copies the shape. */
    public TensorEntry {
        shape = List.copyOf(shape);
    }

    /** The number of its bytes in the file. */
    public long sizeBytes() {
        return end - begin;
    }

    /** The number of its elements. */
    public long elements() {
        return sizeBytes() / dtype.sizeBytes();
    }
}
