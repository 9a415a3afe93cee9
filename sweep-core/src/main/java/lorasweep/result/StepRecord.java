package lorasweep.result;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What was recorded after one optimizer update.
 *
 * @param step the update's number, from 1
 * @param epoch the epoch it belongs to, from 1
 * @param values by curve; a curve that does not apply, such as the learning rate of a text encoder
 *     that is not trained, or is not due is absent
 */
public record StepRecord(
        long step,
        int epoch,
        @JsonSerialize(using = CurveValues.class) Map<Curve, Double> values) implements AtStep {
    /** Copies the values. */
    public StepRecord {
        if (step < 1 || epoch < 1) {
            throw new IllegalArgumentException("step " + step + " of epoch " + epoch + ", both count from 1");
        }
        EnumMap<Curve, Double> copy = new EnumMap<>(Curve.class);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
    }
}
