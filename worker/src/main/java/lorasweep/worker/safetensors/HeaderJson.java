package lorasweep.worker.safetensors;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON text of a header, read token by token so that memory stays in proportion to what is kept:
 * depth, lengths of names, numbers and texts, dimensions and the number of tensors are bounded. The
 * bounds are far above any model's and keep a hostile header below 64 MB beyond its own size.
 */
final class HeaderJson {
    /** The key under which a header keeps its text entries. */
    static final String METADATA = "__metadata__";

    private static final int MAX_TENSORS = 50_000;
    private static final int MAX_DIMENSIONS = 8;
    private static final int MAX_TEXT_CHARACTERS = 8_000_000;
    private static final int MAX_METADATA_CHARACTERS = 2 * MAX_TEXT_CHARACTERS;
    private static final int MAX_METADATA_ENTRIES = 10_000;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(3)
                    .maxNumberLength(20)
                    .maxNameLength(10_000)
                    .maxStringLength(MAX_TEXT_CHARACTERS)
                    .build())
            .build();

    private final JsonParser parser;
    private final Problems problems;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, TensorEntry> tensors = new LinkedHashMap<>();
    private @Nullable String tensor;
    private boolean metadataSeen;
    private long metadataCharacters;

    private HeaderJson(JsonParser parser, Problems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /**
     * Parses a header; what breaks the grammar ends the parse, what one tensor gets wrong does not.
     *
     * @throws lorasweep.trial.InvalidInputException if the text is no JSON object of a header's form
     */
    static HeaderJson parse(InputStream json, Problems problems) {
        try (Reader text = new InputStreamReader(json, UTF_8.newDecoder());
                JsonParser parser = FACTORY.createParser(text)) {
            HeaderJson header = new HeaderJson(parser, problems);
            header.readAll();
            return header;
        } catch (BrokenHeader e) {
            problems.add("header: " + e.getMessage() + "; the file is damaged: get it again.");
        } catch (JsonProcessingException e) {
            problems.add("header: %s, expected JSON; the file is damaged: get it again."
                    .formatted(Problems.quote(e.getOriginalMessage())));
        } catch (CharacterCodingException e) {
            problems.add("header: bytes that are no UTF-8, expected JSON in UTF-8; the file is damaged: get it again.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw problems.exception();
    }

    Map<String, String> metadata() {
        return metadata;
    }

    Map<String, TensorEntry> tensors() {
        return tensors;
    }

    private void readAll() throws IOException {
        expect(JsonToken.START_OBJECT, "text");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (name.equals(METADATA)) {
                readMetadata();
            } else {
                tensor = name;
                readTensor(name);
                tensor = null;
            }
        }
        if (parser.nextToken() != null) {
            throw broken("text after its end, expected spaces");
        }
    }

    private void readMetadata() throws IOException {
        if (metadataSeen) {
            throw broken("two entries " + METADATA + ", expected one");
        }
        metadataSeen = true;
        expect(JsonToken.START_OBJECT, METADATA);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw broken(
                        "the value of %s is %s, expected text".formatted(Problems.quote(key), parser.currentToken()));
            }
            metadataCharacters += key.length() + (long) parser.getTextLength();
            if (metadataCharacters > MAX_METADATA_CHARACTERS || metadata.size() == MAX_METADATA_ENTRIES) {
                throw broken("metadata of more than %d characters or %d entries"
                        .formatted(MAX_METADATA_CHARACTERS, MAX_METADATA_ENTRIES));
            }
            if (metadata.put(key, parser.getText()) != null) {
                throw broken("two values of %s, expected one".formatted(Problems.quote(key)));
            }
        }
    }

    private void readTensor(String name) throws IOException {
        expect(JsonToken.START_OBJECT, "entry");
        @Nullable String dtype = null;
        @Nullable List<Long> shape = null;
        @Nullable List<Long> offsets = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            if (field.equals("dtype") && dtype == null) {
                expect(JsonToken.VALUE_STRING, "dtype");
                dtype = parser.getText();
            } else if (field.equals("shape") && shape == null) {
                shape = readSizes("shape", MAX_DIMENSIONS);
            } else if (field.equals("data_offsets") && offsets == null) {
                offsets = readSizes("data_offsets", 2);
            } else {
                throw broken("the field %s, expected dtype, shape and data_offsets once each"
                        .formatted(Problems.quote(field)));
            }
        }
        if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
            throw broken("no dtype, no shape or no two data_offsets");
        }
        keep(name, dtype, shape, offsets.get(0), offsets.get(1));
    }

    private List<Long> readSizes(String field, int longest) throws IOException {
        expect(JsonToken.START_ARRAY, field);
        List<Long> sizes = new ArrayList<>(4);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || parser.getLongValue() < 0) {
                throw broken("%s holds %s, expected integers of at least 0"
                        .formatted(field, Problems.quote(parser.getText())));
            }
            if (sizes.size() == longest) {
                throw broken("%s has more than %d numbers".formatted(field, longest));
            }
            sizes.add(parser.getLongValue());
        }
        return sizes;
    }

    private void keep(String name, String dtypeName, List<Long> shape, long begin, long end) {
        if (tensors.containsKey(name)) {
            throw broken("stands twice, expected once");
        }
        if (tensors.size() == MAX_TENSORS) {
            throw broken("more than " + MAX_TENSORS + " tensors");
        }
        @Nullable Dtype dtype = dtype(dtypeName);
        if (dtype == null) {
            problems.addFor(
                    name,
                    "dtype %s, expected one of %s; save the file as fp16 or fp32."
                            .formatted(Problems.quote(dtypeName), List.of(Dtype.values())));
        } else if (end < begin || end - begin != sizeBytes(dtype, shape)) {
            problems.addFor(
                    name,
                    "data_offsets [%d, %d], expected the bytes of shape %s of %s; the file is damaged: get it again."
                            .formatted(begin, end, shape, dtype));
        } else {
            tensors.put(name, new TensorEntry(name, dtype, shape, begin, end));
        }
    }

    private static @Nullable Dtype dtype(String name) {
        for (Dtype dtype : Dtype.values()) {
            if (dtype.name().equals(name)) {
                return dtype;
            }
        }
        return null;
    }

    /** The size of a tensor in bytes, or -1 if no file could hold it. */
    private static long sizeBytes(Dtype dtype, List<Long> shape) {
        if (shape.contains(0L)) {
            return 0;
        }
        try {
            long size = dtype.sizeBytes();
            for (long dimension : shape) {
                size = Math.multiplyExact(size, dimension);
            }
            return size;
        } catch (ArithmeticException e) {
            return -1;
        }
    }

    private void expect(JsonToken expected, String place) throws IOException {
        JsonToken found = parser.nextToken();
        if (found != expected) {
            throw broken("%s is %s, expected %s".formatted(place, found, expected));
        }
    }

    private BrokenHeader broken(String problem) {
        return new BrokenHeader(tensor == null ? problem : "tensor " + Problems.quote(tensor) + ": " + problem);
    }

    /** The header breaks the format in a way that makes the rest of it unreadable. */
    private static final class BrokenHeader extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenHeader(String message) {
            super(message);
        }
    }
}
