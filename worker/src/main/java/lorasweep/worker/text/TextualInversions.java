package lorasweep.worker.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.prompt.PromptChunk;
import lorasweep.worker.prompt.PromptEmbedding;

/**
 * The textual-inversion embeddings that prompts may name. A prompt's chunker finds the names ({@link
 * #promptEmbeddings}), {@link #vectorsIn} then gives each chunk its vectors:
 *
 * <pre>{@code
 * var chunker = new PromptChunker(inversions::encode, special, inversions.promptEmbeddings());
 * for (PromptChunk chunk : chunker.chunks("1girl, easynegative")) {
 *     encode(chunk.ids(), inversions.vectorsIn(chunk));
 * }
 * }</pre>
 */
public final class TextualInversions {
    private final Map<String, TextualInversion> byName;
    private final ClipTokenizer tokenizer;
    private final Pattern name;

    private TextualInversions(Map<String, TextualInversion> byName, ClipTokenizer tokenizer) {
        this.byName = byName;
        this.tokenizer = tokenizer;
        String names = byName.keySet().stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        this.name = Pattern.compile(
                "(?<![\\p{L}\\p{N}])(?:" + names + ")(?![\\p{L}\\p{N}])",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /**
     * A set of embeddings whose names can be told apart.
     *
     * @throws InvalidInputException if a name has no tokens, or the same tokens as another's (names
     *     that differ in case only)
     */
    public static TextualInversions of(List<TextualInversion> embeddings, ClipTokenizer tokenizer) {
        Map<String, TextualInversion> byName = new LinkedHashMap<>();
        Map<List<Integer>, TextualInversion> byIds = new HashMap<>();
        List<String> problems = new ArrayList<>();
        for (TextualInversion embedding : embeddings) {
            for (String name : embedding.names()) {
                List<Integer> ids = tokenizer.encode(name);
                TextualInversion other = byIds.putIfAbsent(ids, embedding);
                if (ids.isEmpty()) {
                    problems.add("embedding \"%s\": a name without letters or signs; rename the file.".formatted(name));
                } else if (other != null && !other.equals(embedding)) {
                    problems.add(
                            "embedding \"%s\": named as another one, %s, expected names of their own; rename a file."
                                    .formatted(name, other.names()));
                } else {
                    byName.put(name, embedding);
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return new TextualInversions(byName, tokenizer);
    }

    /**
     * The ids of a text, as {@link ClipTokenizer#encode} gives them, but with each name tokenised by
     * itself: in {@code <cat-toy>,} the comma would join the bracket, and the name were not found.
     *
     * @throws InvalidInputException as {@link ClipTokenizer#encode}
     */
    public List<Integer> encode(String text) {
        if (byName.isEmpty()) {
            return tokenizer.encode(text);
        }
        List<Integer> ids = new ArrayList<>();
        Matcher matcher = name.matcher(text);
        int end = 0;
        while (matcher.find()) {
            ids.addAll(tokenizer.encode(text.substring(end, matcher.start())));
            ids.addAll(tokenizer.encode(matcher.group()));
            end = matcher.end();
        }
        ids.addAll(tokenizer.encode(text.substring(end)));
        return ids;
    }

    /** What a prompt's chunker must know: each name and how many vectors it stands for. */
    public List<PromptEmbedding> promptEmbeddings() {
        return byName.entrySet().stream()
                .map(entry -> new PromptEmbedding(
                        entry.getKey(), entry.getValue().vectors().size()))
                .toList();
    }

    /**
     * By position in the chunk (1 to 75), the vectors that take the place of token embeddings.
     *
     * @throws IllegalArgumentException if the chunk names an embedding that is not in this set
     */
    public SortedMap<Integer, float[]> vectorsIn(PromptChunk chunk) {
        SortedMap<Integer, float[]> vectors = new TreeMap<>();
        for (PromptChunk.PlacedEmbedding placed : chunk.embeddings()) {
            TextualInversion embedding = byName.get(placed.embedding().name());
            if (embedding == null) {
                throw new IllegalArgumentException(
                        "no embedding " + placed.embedding().name());
            }
            for (int i = 0; i < embedding.vectors().size(); i++) {
                vectors.put(placed.position() + i, embedding.vectors().get(i));
            }
        }
        return vectors;
    }
}
