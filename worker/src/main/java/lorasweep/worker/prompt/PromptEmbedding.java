package lorasweep.worker.prompt;

/**
 * A textual-inversion embedding as a prompt sees it: a name that stands for learned vectors.
 *
 * @param name as written in prompts
 * @param vectors how many tokens it takes the place of, 1 to 75
 */
public record PromptEmbedding(String name, int vectors) {
    /**
     * Checks the number of vectors.
     *
     * @throws IllegalArgumentException if they do not fit into a chunk
     */
    public PromptEmbedding {
        if (vectors < 1 || vectors > PromptChunker.CHUNK) {
            throw new IllegalArgumentException(
                    "embedding %s has %d vectors, expected 1 to %d".formatted(name, vectors, PromptChunker.CHUNK));
        }
    }
}
