package lorasweep.worker.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lorasweep.trial.InvalidInputException;

/**
 * CLIP's tokenizer as Stable Diffusion 1.5 uses it: text is repaired ({@link TextRepair}), its white
 * space collapsed, lower-cased, cut into words, digits and runs of other characters, and each of them
 * byte-pair encoded. Immutable; safe to use from several threads.
 *
 * <p>Ids equal those of Hugging Face's {@code CLIPTokenizer} with ftfy, the one kohya's trainer uses.
 */
public final class ClipTokenizer {
    private static final String BOS = "<|startoftext|>";
    private static final String EOS = "<|endoftext|>";
    private static final int MAX_CHARACTERS = 100_000;
    private static final Pattern SPECIAL = Pattern.compile("<\\|startoftext\\|>|<\\|endoftext\\|>");
    private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    /** A special token, a contraction's end, a word, one digit, or a run of anything else but spaces. */
    private static final Pattern PIECE = Pattern.compile(
            SPECIAL + "|'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private final BytePairEncoding encoding;
    private final int bos;
    private final int eos;
    private final int vocabularySize;

    private ClipTokenizer(Map<String, Integer> vocabulary, List<List<String>> merges) {
        this.encoding = BytePairEncoding.of(vocabulary, merges);
        this.bos = BytePairEncoding.id(vocabulary, BOS);
        this.eos = BytePairEncoding.id(vocabulary, EOS);
        this.vocabularySize = vocabulary.size();
    }

    /** The tokenizer of OpenAI's CLIP, from the merges that ship with the product (about 0.1 s). */
    public static ClipTokenizer ofClip() {
        List<List<String>> merges = TokenizerFiles.shippedMerges();
        Map<String, Integer> vocabulary = new HashMap<>(BytePairEncoding.vocabularyOf(merges));
        vocabulary.put(BOS, vocabulary.size());
        vocabulary.put(EOS, vocabulary.size());
        return new ClipTokenizer(vocabulary, merges);
    }

    /**
     * Reads a diffusers model's {@code tokenizer} folder: {@code vocab.json} and {@code merges.txt}.
     *
     * @throws InvalidInputException if one of them is missing, breaks its form or contradicts the
     *     other, or if {@code added_tokens.json} adds tokens to them
     */
    public static ClipTokenizer read(Path folder) {
        Map<String, Integer> vocabulary = TokenizerFiles.vocabulary(folder.resolve("vocab.json"));
        List<List<String>> merges = TokenizerFiles.merges(folder.resolve("merges.txt"));
        requireNothingAdded(folder.resolve("added_tokens.json"), vocabulary);
        try {
            return new ClipTokenizer(vocabulary, merges);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(
                    "%s: %s, expected a vocab.json and a merges.txt of one model; get both again."
                            .formatted(folder, e.getMessage()),
                    e);
        }
    }

    private static void requireNothingAdded(Path file, Map<String, Integer> vocabulary) {
        if (!Files.exists(file)) {
            return;
        }
        for (Map.Entry<String, Integer> added : TokenizerFiles.tokens(file).entrySet()) {
            if (!added.getValue().equals(vocabulary.get(added.getKey()))) {
                throw new InvalidInputException(
                        "%s: \"%s\", expected no token beyond vocab.json; give it as a textual-inversion file instead."
                                .formatted(file, start(added.getKey())));
            }
        }
    }

    /** The id that begins every chunk: 49406 in CLIP. */
    public int bos() {
        return bos;
    }

    /** The id that ends every chunk and fills it up: 49407 in CLIP. */
    public int eos() {
        return eos;
    }

    /** The number of ids: 49408 in CLIP. The text encoder's embedding must have as many rows. */
    public int vocabularySize() {
        return vocabularySize;
    }

    /**
     * The ids of a text, without beginning, end, padding or truncation; a literal {@code
     * <|startoftext|>} or {@code <|endoftext|>} gives its special id.
     *
     * @throws InvalidInputException if the text is longer than {@value #MAX_CHARACTERS} characters
     */
    public List<Integer> encode(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new InvalidInputException("\"%s\": a text of %d characters, expected at most %d; shorten it."
                    .formatted(start(text), text.length(), MAX_CHARACTERS));
        }
        List<Integer> ids = new ArrayList<>();
        Matcher literal = SPECIAL.matcher(text);
        int end = 0;
        while (literal.find()) {
            encodePlain(text.substring(end, literal.start()), ids);
            ids.add(special(literal.group()).orElseThrow());
            end = literal.end();
        }
        encodePlain(text.substring(end), ids);
        return ids;
    }

    private void encodePlain(String text, List<Integer> ids) {
        String clean =
                SPACE.matcher(TextRepair.repair(text)).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
        Matcher piece = PIECE.matcher(clean);
        while (piece.find()) {
            OptionalInt special = special(piece.group());
            if (special.isPresent()) {
                ids.add(special.getAsInt());
            } else {
                encoding.encode(piece.group(), ids::add);
            }
        }
    }

    private OptionalInt special(String piece) {
        if (piece.equals(BOS)) {
            return OptionalInt.of(bos);
        }
        return piece.equals(EOS) ? OptionalInt.of(eos) : OptionalInt.empty();
    }

    /** The first words of a text, on one line. */
    private static String start(String text) {
        String line = text.substring(0, Math.min(text.length(), 40)).replaceAll("\\p{Cntrl}", " ");
        return line.length() < text.length() ? line + "…" : line;
    }
}
