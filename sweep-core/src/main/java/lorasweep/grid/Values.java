package lorasweep.grid;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import lorasweep.trial.TrialSpec;

/** Settings as expressions see them. */
final class Values {
    private Values() {}

    /** The value of every setting of a trial that is set. */
    static Map<String, Object> of(TrialSpec spec) {
        Map<String, Object> values = new HashMap<>();
        spec.settings().forEach((name, value) -> values.put(name, of(value)));
        return values;
    }

    /** A number, truth value or text. */
    static Object of(JsonNode value) {
        if (value.isNumber()) {
            return value.doubleValue();
        }
        return value.isBoolean() ? (Object) value.booleanValue() : value.asText();
    }
}
