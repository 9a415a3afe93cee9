package lorasweep.result;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/**
 * An immutable row of losses in float32, one per probe. A loss is a mean squared error, so a sound one
 * is finite and not negative; a row keeps whatever was measured.
 */
public final class Losses {
    private final float[] values;

    private Losses(float[] values) {
        this.values = values;
    }

    /** A row of the given losses, which are copied. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Losses of(float... values) {
        return new Losses(values.clone());
    }

    /** Number of losses. */
    public int size() {
        return values.length;
    }

    /** The loss of one probe. */
    public float at(int probe) {
        return values[probe];
    }

    /** Whether every loss is a finite number. */
    public boolean isFinite() {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** The losses, copied. */
    @JsonValue
    public float[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Losses losses && Arrays.equals(values, losses.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
