package lorasweep.worker.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import lorasweep.trial.InvalidInputException;

/** The files of a tokenizer: merges shipped with the product, or a diffusers folder's own. */
final class TokenizerFiles {
    /** CLIP learned more merges than it uses: tokens are 512 bytes, these, and two special ones. */
    private static final int CLIP_MERGES = 48_894;

    private static final int MAX_FILE_BYTES = 16 << 20;
    private static final ObjectReader VOCABULARY = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .build()
            .readerFor(new TypeReference<HashMap<String, Integer>>() {});

    private TokenizerFiles() {}

    /** The merges that ship with the product. */
    static List<List<String>> shippedMerges() {
        try (InputStream in = TokenizerFiles.class.getResourceAsStream("merges.txt")) {
            if (in == null) {
                throw new IllegalStateException("merges.txt is missing from the jar");
            }
            return merges(Path.of("merges.txt"), new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pairs of a {@code merges.txt}: a title line, then two tokens a line. */
    static List<List<String>> merges(Path file) {
        return merges(file, text(file));
    }

    private static List<List<String>> merges(Path file, String text) {
        List<List<String>> pairs = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (number == 1) {
                require(line.contains("#version"), file, 1, line, "the title \"#version: 0.2\"");
            } else if (!line.isEmpty() && pairs.size() < CLIP_MERGES) {
                List<String> pair = Arrays.asList(line.split(" ", -1));
                boolean two = pair.size() == 2
                        && !pair.get(0).isEmpty()
                        && !pair.get(1).isEmpty();
                require(two, file, number, line, "two tokens with one space between them");
                pairs.add(pair);
            }
        }
        require(!pairs.isEmpty(), file, number, "", "merges");
        return pairs;
    }

    /** The token ids of a {@code vocab.json}; every id from 0 on stands once. */
    static Map<String, Integer> vocabulary(Path file) {
        Map<String, Integer> vocabulary = tokens(file);
        var ids = new HashSet<>(vocabulary.values());
        for (int id = 0; id < vocabulary.size(); id++) {
            if (!ids.contains(id)) {
                throw new InvalidInputException(
                        "%s: no token has the id %d, expected the ids 0 to %d once each; get the file again."
                                .formatted(file, id, vocabulary.size() - 1));
            }
        }
        return vocabulary;
    }

    /** A JSON object of whole numbers. */
    static Map<String, Integer> tokens(Path file) {
        try {
            return VOCABULARY.readValue(text(file));
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(
                    "%s: %s, expected a JSON object of token ids; get the file again."
                            .formatted(file, firstLine(e.getOriginalMessage())),
                    e);
        }
    }

    private static String text(Path file) {
        try {
            long size = Files.size(file);
            if (size > MAX_FILE_BYTES) {
                throw new InvalidInputException(
                        "%s: %d bytes, expected at most %d; this is no file of CLIP's tokenizer."
                                .formatted(file, size, MAX_FILE_BYTES));
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new InvalidInputException(
                    "%s: does not exist, expected a tokenizer's vocab.json and merges.txt; complete the folder."
                            .formatted(file),
                    e);
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(file + ": bytes that are no UTF-8; get the file again.", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void require(boolean holds, Path file, int line, String found, String expected) {
        if (!holds) {
            throw new InvalidInputException("%s:%d: \"%s\", expected %s; get the file again."
                    .formatted(file, line, found.substring(0, Math.min(found.length(), 100)), expected));
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("no JSON");
    }
}
