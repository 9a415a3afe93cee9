package lorasweep.worker.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A caption as the trainer cuts it: always {@code max_token_length / 75} chunks of {@value #POSITIONS}
 * ids, each its first id, 75 of the caption and its last id. Wherever a chunk ends a word may be cut;
 * what is too long is dropped; where the caption ends, end ids fill up (CLIP's padding is its end id),
 * whole chunks if it is short. kohya's layout for 75, 150 and 225 tokens.
 *
 * <p>Prompts are cut differently: {@code lorasweep.worker.prompt.PromptChunker}.
 *
 * @param chunks each of {@value #POSITIONS} ids
 */
public record TokenChunks(List<List<Integer>> chunks) {
    /** Ids of a chunk, the first and the last included. */
    public static final int POSITIONS = 77;

    private static final int TOKENS = POSITIONS - 2;

    /** Copies the chunks. */
    public TokenChunks {
        chunks = chunks.stream().map(List::copyOf).toList();
    }

    /**
     * Tokenises and cuts a caption.
     *
     * @param maxTokenLength {@code max_token_length}: 75, 150 or 225
     * @throws IllegalArgumentException if {@code maxTokenLength} is no positive multiple of 75
     * @throws lorasweep.trial.InvalidInputException as {@link ClipTokenizer#encode}
     */
    public static TokenChunks of(String caption, int maxTokenLength, ClipTokenizer tokenizer) {
        if (maxTokenLength < TOKENS || maxTokenLength % TOKENS != 0) {
            throw new IllegalArgumentException("max_token_length is " + maxTokenLength + ", expected 75, 150 or 225");
        }
        List<Integer> ids = tokenizer.encode(caption);
        List<List<Integer>> chunks = new ArrayList<>();
        for (int begin = 0; begin < maxTokenLength; begin += TOKENS) {
            List<Integer> chunk = new ArrayList<>(POSITIONS);
            chunk.add(tokenizer.bos());
            chunk.addAll(ids.subList(Math.min(begin, ids.size()), Math.min(begin + TOKENS, ids.size())));
            chunk.addAll(Collections.nCopies(POSITIONS - chunk.size(), tokenizer.eos()));
            chunks.add(chunk);
        }
        return new TokenChunks(chunks);
    }

    /** All ids, chunk after chunk: {@code chunks().size() * 77} numbers. */
    public long[] toArray() {
        return chunks.stream()
                .flatMap(List::stream)
                .mapToLong(Integer::longValue)
                .toArray();
    }
}
