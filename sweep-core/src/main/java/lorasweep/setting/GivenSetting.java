package lorasweep.setting;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A setting as somebody wrote it.
 *
 * @param name the name as written
 * @param value the value as written; JSON null asks for the default
 * @param place where it was written, for messages, for example {@code grids/rank.yaml:14}
 */
public record GivenSetting(String name, JsonNode value, String place) {

    /** The same with another value. */
    public GivenSetting withValue(JsonNode other) {
        return new GivenSetting(name, other, place);
    }
}
