package lorasweep.worker.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Byte-pair encoding: a word begins as its UTF-8 bytes, the last one marked as a word's end; then the
 * pair of neighbours whose merge was learned first is merged wherever it stands, until no pair is
 * known. Sennrich et al. 2016, on bytes as in GPT-2, with CLIP's end-of-word mark. Immutable.
 */
final class BytePairEncoding {
    /** What CLIP's vocabulary appends to a token that ends a word. */
    static final String WORD_END = "</w>";

    private static final int BYTES = 256;

    /** A prime above any token's id: keys differ, and so do their hashes, which would not with ids side by side. */
    private static final long SPREAD = 1_000_000_007;

    private final int[] inner = new int[BYTES];
    private final int[] last = new int[BYTES];
    private final Map<Long, Merge> merges = new HashMap<>();

    /** The pair learned as number {@code rank} becomes the token {@code id}. */
    private record Merge(int rank, int id) {}

    private BytePairEncoding() {}

    /**
     * An encoding into the ids of a vocabulary.
     *
     * @param pairs two tokens each, the first learned first
     * @throws IllegalArgumentException if a byte, a token of a pair or a merged pair is not in the
     *     vocabulary; the message is one line for the reader of the file
     */
    static BytePairEncoding of(Map<String, Integer> vocabulary, List<List<String>> pairs) {
        BytePairEncoding encoding = new BytePairEncoding();
        List<String> symbols = byteSymbols();
        for (int b = 0; b < BYTES; b++) {
            encoding.inner[b] = id(vocabulary, symbols.get(b));
            encoding.last[b] = id(vocabulary, symbols.get(b) + WORD_END);
        }
        for (List<String> pair : pairs) {
            String left = pair.get(0);
            String right = pair.get(1);
            Merge merge = new Merge(encoding.merges.size(), id(vocabulary, left + right));
            encoding.merges.putIfAbsent(key(id(vocabulary, left), id(vocabulary, right)), merge);
        }
        return encoding;
    }

    /**
     * The vocabulary that follows from merges alone: bytes in CLIP's order, the same at a word's end,
     * then one token per merge.
     */
    static Map<String, Integer> vocabularyOf(List<List<String>> pairs) {
        List<String> bytes = new ArrayList<>(byteSymbols());
        bytes.sort(BytePairEncoding::inClipsOrder);
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        bytes.forEach(symbol -> vocabulary.put(symbol, vocabulary.size()));
        bytes.forEach(symbol -> vocabulary.put(symbol + WORD_END, vocabulary.size()));
        pairs.forEach(pair -> vocabulary.put(pair.get(0) + pair.get(1), vocabulary.size()));
        return vocabulary;
    }

    /** Hands the ids of a word's tokens over, in order; an empty word has none. */
    void encode(String word, IntConsumer ids) {
        byte[] bytes = word.getBytes(UTF_8);
        if (bytes.length == 0) {
            return;
        }
        int[] tokens = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            int b = Byte.toUnsignedInt(bytes[i]);
            tokens[i] = i < bytes.length - 1 ? inner[b] : last[b];
        }
        int count = tokens.length;
        for (Merge merge = first(tokens, count); merge != null; merge = first(tokens, count)) {
            count = apply(merge, tokens, count);
        }
        Arrays.stream(tokens, 0, count).forEach(ids);
    }

    private @Nullable Merge first(int[] tokens, int count) {
        @Nullable Merge first = null;
        for (int i = 0; i < count - 1; i++) {
            Merge merge = merges.get(key(tokens[i], tokens[i + 1]));
            if (merge != null && (first == null || merge.rank() < first.rank())) {
                first = merge;
            }
        }
        return first;
    }

    /** Merges the pair from left to right, in place, and answers how many tokens are left. */
    private int apply(Merge merge, int[] tokens, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            boolean pair = i < count - 1 && merge.equals(merges.get(key(tokens[i], tokens[i + 1])));
            tokens[kept++] = pair ? merge.id() : tokens[i];
            i += pair ? 1 : 0;
        }
        return kept;
    }

    private static long key(int left, int right) {
        return left * SPREAD + right;
    }

    /**
     * The id of a token that must be there.
     *
     * @throws IllegalArgumentException if it is not; the message is one line for the reader of the file
     */
    static int id(Map<String, Integer> vocabulary, String token) {
        Integer id = vocabulary.get(token);
        if (id == null) {
            throw new IllegalArgumentException("token \"" + token + "\" is missing from the vocabulary");
        }
        return id;
    }

    /**
     * The character that stands for each byte in vocabulary files: itself where it is printable
     * Latin-1, else the next free one from U+0100 on.
     */
    private static List<String> byteSymbols() {
        List<String> symbols = new ArrayList<>(BYTES);
        int free = BYTES;
        for (int b = 0; b < BYTES; b++) {
            boolean printable = (b > ' ' && b <= '~') || (b >= 0xA1 && b != 0xAD);
            symbols.add(Character.toString(printable ? b : free));
            free += printable ? 0 : 1;
        }
        return symbols;
    }

    /** Printable bytes first. As their symbols are themselves and the others follow, this is the order of characters. */
    private static int inClipsOrder(String a, String b) {
        return Character.compare(a.charAt(0), b.charAt(0));
    }
}
