package lorasweep.worker.train;

import java.util.Arrays;

/**
 * One caption as the text encoder takes it.
 *
 * @param ids token ids of all its chunks, one after the other
 * @param chunks their number
 */
record CaptionTokens(long[] ids, int chunks) {

    /** Positions of one chunk. */
    int positions() {
        return ids.length / chunks;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CaptionTokens tokens && chunks == tokens.chunks && Arrays.equals(ids, tokens.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return Arrays.toString(ids);
    }
}
