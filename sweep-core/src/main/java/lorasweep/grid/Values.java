package lorasweep.grid;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import lorasweep.trial.TrialSpec;
import lorasweep.trial.TrialSpecCodec;

/** Settings as expressions see them. */
final class Values {
    private Values() {}

    /** The value of a setting of a trial; empty if it is unset. */
    static Optional<Object> of(TrialSpec spec, String setting) {
        return TrialSpecCodec.catalog()
                .find(setting)
                .map(definition -> definition.valueIn(spec))
                .filter(value -> !value.isNull())
                .map(Values::of);
    }

    /** A number, truth value or text. */
    static Object of(JsonNode value) {
        if (value.isNumber()) {
            return value.doubleValue();
        }
        return value.isBoolean() ? (Object) value.booleanValue() : value.asText();
    }
}
