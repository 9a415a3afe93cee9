package lorasweep.worker.prompt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import lorasweep.trial.InvalidInputException;

/**
 * Cuts prompts of any length into chunks as AUTOMATIC1111 does: 75 tokens each; where a chunk is full
 * and a comma lies at most 20 tokens back, what follows the comma moves to the next chunk; BREAK ends a
 * chunk early; an embedding is never cut.
 *
 * <p>The trainer cuts captions differently: every 75 tokens, wherever that is.
 */
public final class PromptChunker {
    /** Tokens of the prompt in a chunk. */
    public static final int CHUNK = 75;

    private final Function<String, List<Integer>> tokenizer;
    private final SpecialTokens special;
    private final List<Name> names = new ArrayList<>();

    private record Name(List<Integer> ids, PromptEmbedding embedding) {}

    /**
     * Ids with a meaning of their own.
     *
     * @param begin first of every chunk
     * @param end last of every chunk, and padding
     * @param comma where a long prompt is cut rather than elsewhere
     */
    public record SpecialTokens(int begin, int end, int comma) {}

    /**
     * A chunker for one tokenizer.
     *
     * @param tokenizer text to ids, without the first and last token
     * @param embeddings recognised in prompts by the ids of their names; where several fit, the longest
     */
    public PromptChunker(
            Function<String, List<Integer>> tokenizer, SpecialTokens special, List<PromptEmbedding> embeddings) {
        this.tokenizer = tokenizer;
        this.special = special;
        embeddings.forEach(embedding -> names.add(new Name(tokenizer.apply(embedding.name()), embedding)));
        names.sort(Comparator.comparing(name -> -name.ids.size()));
    }

    /**
     * The chunks of a prompt without LoRA tags; at least one.
     *
     * @throws InvalidInputException as {@link Emphasis#parse}
     */
    public List<PromptChunk> chunks(String prompt) {
        OpenChunk open = new OpenChunk(special);
        List<List<WeightedText>> sections = Emphasis.parseSections(prompt);
        for (int i = 0; i < sections.size(); i++) {
            if (i > 0) {
                open.close();
            }
            sections.get(i).forEach(piece -> add(open, tokenizer.apply(piece.text()), piece.weight()));
        }
        return open.chunks();
    }

    private void add(OpenChunk open, List<Integer> ids, double weight) {
        int position = 0;
        while (position < ids.size()) {
            Optional<Name> name = nameAt(ids.subList(position, ids.size()));
            if (name.isPresent()) {
                open.addEmbedding(name.get().embedding, weight);
                position += name.get().ids.size();
            } else {
                open.add(ids.get(position), weight);
                position++;
            }
        }
    }

    private Optional<Name> nameAt(List<Integer> ids) {
        return names.stream()
                .filter(name -> name.ids.size() <= ids.size() && name.ids.equals(ids.subList(0, name.ids.size())))
                .findFirst();
    }
}
