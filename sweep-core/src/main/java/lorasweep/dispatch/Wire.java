package lorasweep.dispatch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import lorasweep.trial.TrialId;

/** Orders, messages, answers and reports as bytes: JSON, so that a thread dump or a packet can be read. */
public final class Wire {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addModule(new SimpleModule()
                    .addSerializer(TrialId.class, ToStringSerializer.instance)
                    .addDeserializer(TrialId.class, new TrialIds()))
            .build();

    private Wire() {}

    /** An order, a message, an answer or a report as bytes. */
    public static byte[] write(Record value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a value of ours cannot be written as JSON", e);
        }
    }

    /**
     * What {@link #write} has written.
     *
     * @param type its type; for any message {@link Message}
     * @throws IOException if the bytes are something else: the other side is of another version
     */
    public static <T> T read(byte[] bytes, Class<T> type) throws IOException {
        return MAPPER.readValue(bytes, type);
    }

    private static final class TrialIds extends FromStringDeserializer<TrialId> {
        TrialIds() {
            super(TrialId.class);
        }

        @Override
        protected TrialId _deserialize(String text, DeserializationContext context) throws IOException {
            try {
                return new TrialId(text);
            } catch (IllegalArgumentException e) {
                JsonParser parser = context.getParser();
                throw context.weirdStringException(text, TrialId.class, "at " + parser.currentLocation());
            }
        }
    }
}
