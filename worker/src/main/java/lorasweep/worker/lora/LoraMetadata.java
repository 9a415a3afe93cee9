package lorasweep.worker.lora;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text entries of a LoRA file: {@code ss_*} (how it was trained), {@code modelspec.*} (what it is),
 * {@code sshs_*} (hashes) and others. Writers put Python's text there, of which many dialects exist,
 * so reading never fails: what cannot be understood is text.
 */
public final class LoraMetadata {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Map<String, String> entries;

    private LoraMetadata(Map<String, String> entries) {
        this.entries = Collections.unmodifiableMap(entries);
    }

    /** The entries of a file. */
    public static LoraMetadata of(Map<String, String> entries) {
        return new LoraMetadata(new LinkedHashMap<>(entries));
    }

    /** Begins metadata to be written. */
    public static Builder builder() {
        return new Builder();
    }

    /** All entries, in their order. */
    public Map<String, String> entries() {
        return entries;
    }

    /** The text of an entry, unless there is none or it is {@code None}. */
    public Optional<String> text(String key) {
        return Optional.ofNullable(entries.get(key)).filter(text -> !text.equals("None"));
    }

    /** The JSON object in an entry, if there is one. */
    public Optional<JsonNode> object(String key) {
        try {
            return text(key).isEmpty()
                    ? Optional.empty()
                    : Optional.ofNullable(MAPPER.readTree(text(key).get())).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Collects entries in the order in which they are given. */
    public static final class Builder {
        private final Map<String, String> entries = new LinkedHashMap<>();

        private Builder() {}

        /** Adds an entry with Python's text of a value, see {@link PythonText#of}. */
        public Builder put(String key, @Nullable Object value) {
            entries.put(key, PythonText.of(value));
            return this;
        }

        /** The metadata. */
        public LoraMetadata build() {
            return of(entries);
        }
    }
}
