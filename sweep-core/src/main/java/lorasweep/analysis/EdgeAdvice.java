package lorasweep.analysis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The winner lies on the edge of an axis: better values may lie beyond.
 *
 * @param setting the axis
 * @param level the winner's value
 * @param inward the next value on the other side
 * @param proposed values to add to the axis, the nearest first
 * @param support how much speaks for going on
 * @param sentence the advice as a person would say it
 */
public record EdgeAdvice(
        String setting,
        String level,
        String inward,
        Direction direction,
        List<String> proposed,
        Support support,
        String sentence) {
    /** Copies the values. */
    public EdgeAdvice {
        proposed = List.copyOf(proposed);
    }

    /** The axis to go on with, rising: the winner's value between one that has been tried and those beyond. */
    public List<String> values() {
        List<String> values = new ArrayList<>(List.of(inward, level));
        values.addAll(proposed);
        if (direction == Direction.LOWER) {
            Collections.reverse(values);
        }
        return List.copyOf(values);
    }

    /** Which way to go on. */
    public enum Direction {
        /** To smaller values. */
        LOWER,
        /** To larger values. */
        HIGHER
    }

    /** How much speaks for going on. */
    public enum Support {
        /** The next value inward is shown to be worse. */
        SHOWN,
        /** The next value inward is tied. */
        POSSIBLE
    }
}
