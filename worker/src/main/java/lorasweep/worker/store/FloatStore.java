package lorasweep.worker.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Arrays of finite 32-bit floats of one kind, kept in a {@link ContentStore}, little-endian.
 */
public final class FloatStore {
    private final ContentStore store;
    private final String kind;

    /**
     * A view of a store.
     *
     * @param kind the name of the store's folder for these arrays
     */
    public FloatStore(ContentStore store, String kind) {
        this.store = store;
        this.kind = kind;
    }

    /** The array under a hash, if there is one, undamaged and all finite. */
    public Optional<float[]> read(ContentHash key) {
        return store.read(kind, key)
                .filter(bytes -> bytes.length % Float.BYTES == 0)
                .map(FloatStore::decode)
                .filter(FloatStore::isFinite);
    }

    /**
     * Publishes an array.
     *
     * @throws IllegalArgumentException if a value is not finite
     */
    public void write(ContentHash key, float[] values) {
        if (!isFinite(values)) {
            throw new IllegalArgumentException("an array with NaN or infinite values is not kept");
        }
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        store.write(kind, key, bytes.array());
    }

    /** Whether no value is NaN or infinite. */
    public static boolean isFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    private static float[] decode(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
