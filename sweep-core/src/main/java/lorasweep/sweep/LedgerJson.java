package lorasweep.sweep;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Function;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialId;

/** How events are written as JSON: keys in snake case, times in UTC, none missing, none unknown. */
final class LedgerJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new Text<>(Instant.class, Instant::parse))
                    .addSerializer(TrialId.class, ToStringSerializer.instance)
                    .addDeserializer(TrialId.class, new Text<>(TrialId.class, TrialId::new)))
            .build();

    private static final ObjectWriter WRITER = MAPPER.writerFor(LedgerEvent.class);

    private LedgerJson() {}

    /** One line, without its line feed. */
    static byte[] write(LedgerEvent event) {
        try {
            return WRITER.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event of ours cannot be written as JSON", e);
        }
    }

    /**
     * The event a line holds.
     *
     * @param place where the line stands, for the message
     * @throws InvalidInputException if it holds none
     */
    static LedgerEvent read(byte[] bytes, int from, int length, String place) {
        try {
            return MAPPER.readValue(bytes, from, length, LedgerEvent.class);
        } catch (JsonProcessingException e) {
            String reason = e.getOriginalMessage().lines().findFirst().orElse("");
            throw new InvalidInputException(
                    place + ": cannot be read (" + reason + "), expected a line of a ledger; restore the file, or"
                            + " delete it: the trials' own results are kept.",
                    e);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    /** A value that is one text. */
    private static final class Text<T> extends FromStringDeserializer<T> {
        private final transient Function<String, T> parse;

        Text(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        protected T _deserialize(String text, DeserializationContext context) throws IOException {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException | DateTimeParseException e) {
                JsonParser parser = context.getParser();
                throw context.weirdStringException(text, handledType(), "at " + parser.currentLocation());
            }
        }
    }
}
