package lorasweep.worker.cache;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.store.ContentHash;
import lorasweep.worker.store.ContentStore;
import lorasweep.worker.store.FloatStore;

/**
 * What a frozen text encoder makes of token ids, each made once and shared by trials and sweeps. Of use
 * when the text encoder is not trained and captions recur.
 */
public final class ContextCache {
    private static final String KIND = "context-1";

    private final FloatStore store;

    /**
     * All that a context depends on.
     *
     * @param tokenIds the ids, special ones included
     * @param encoder hash of the text encoder's weights and precision
     * @param clipSkip the layer used, counted from the end
     * @param layout how long captions are cut into chunks and joined again
     */
    @SuppressWarnings("ArrayRecordComponent") // hashed, never compared
    public record Key(int[] tokenIds, ContentHash encoder, int clipSkip, String layout) {
        ContentHash hash() {
            String ids = Arrays.stream(tokenIds).mapToObj(Integer::toString).collect(Collectors.joining(" "));
            return ContentHash.of(String.join(
                    "\\n", "ids " + ids, "encoder " + encoder, "clip skip " + clipSkip, "layout " + layout));
        }
    }

    /** A cache on a store. */
    public ContextCache(ContentStore store) {
        this.store = new FloatStore(store, KIND);
    }

    /** The context, if it was made before: (rows, width) hidden states. */
    public Optional<float[]> find(Key key) {
        return store.read(key.hash());
    }

    /**
     * The context, made now if it is missing.
     *
     * @param encode makes it: (rows, width) hidden states
     * @throws InvalidInputException if it is not finite
     */
    public float[] get(Key key, Supplier<float[]> encode) {
        Optional<float[]> found = find(key);
        if (found.isPresent()) {
            return found.get();
        }
        float[] made = encode.get();
        if (!FloatStore.isFinite(made)) {
            throw new InvalidInputException("text encoder: the context of " + key.tokenIds().length
                    + " tokens has NaN or infinite values, expected finite ones; check the base model's file.");
        }
        store.write(key.hash(), made);
        return made;
    }
}
