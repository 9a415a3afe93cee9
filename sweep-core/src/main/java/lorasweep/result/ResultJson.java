package lorasweep.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Arrays;
import lorasweep.trial.InvalidInputException;

/** How results are written as JSON: keys in snake case, every key present, none unknown. */
final class ResultJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ResultJson() {}

    /** One line of JSON, without a line feed. */
    static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result of ours cannot be written as JSON", e);
        }
    }

    /** The same with its line feed. */
    static byte[] line(Object value) {
        byte[] json = write(value);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    /**
     * The value that a line holds.
     *
     * @param place where the line stands, for the message
     * @throws InvalidInputException if the line does not hold one
     */
    static <T> T read(byte[] line, Class<T> type, String place) {
        T value;
        try {
            value = MAPPER.readValue(line, type);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(unreadable(place, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
        if (value == null) {
            throw new InvalidInputException(unreadable(place, "null"));
        }
        return value;
    }

    private static String unreadable(String place, String found) {
        return place + ": cannot be read (" + found.lines().findFirst().orElse("")
                + "), expected a row of results; restore the file, or delete the trial's folder to train it again.";
    }
}
