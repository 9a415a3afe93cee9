package lorasweep.result;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** Writes the values behind an update as Jackson itself does, in half the time: the thread that trains waits for it. */
final class CurveValues extends JsonSerializer<Map<Curve, Double>> {
    private static final Map<Curve, SerializedString> KEYS = new EnumMap<>(Curve.class);

    static {
        for (Curve curve : Curve.values()) {
            KEYS.put(curve, new SerializedString(curve.tag()));
        }
    }

    @Override
    public void serialize(Map<Curve, Double> values, JsonGenerator json, SerializerProvider provider)
            throws IOException {
        json.writeStartObject();
        for (Map.Entry<Curve, Double> value : values.entrySet()) {
            json.writeFieldName(KEYS.get(value.getKey()));
            json.writeNumber(value.getValue());
        }
        json.writeEndObject();
    }
}
