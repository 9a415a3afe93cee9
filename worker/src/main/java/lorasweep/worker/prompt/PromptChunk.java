package lorasweep.worker.prompt;

import java.util.List;

/**
 * As much of a prompt as the text encoder takes at once: its first token, 75 of the prompt (padded with
 * end tokens), an end token.
 *
 * @param ids token ids, 77; where an embedding was put, {@link #PLACEHOLDER}
 * @param weights what each token's state is multiplied by; 1 for padding
 * @param embeddings learned embeddings among the tokens, in order
 */
public record PromptChunk(List<Integer> ids, List<Double> weights, List<PlacedEmbedding> embeddings) {
    /** Stands for a learned embedding's vectors. */
    public static final int PLACEHOLDER = 0;

    /**
     * A learned embedding inside a chunk.
     *
     * @param position of its first vector, 1 to 75
     * @param embedding whose vectors follow each other from there
     */
    public record PlacedEmbedding(int position, PromptEmbedding embedding) {}

    public PromptChunk {
        ids = List.copyOf(ids);
        weights = List.copyOf(weights);
        embeddings = List.copyOf(embeddings);
    }
}
