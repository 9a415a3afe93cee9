package lorasweep.analysis;

import java.util.List;

/**
 * The winner lies on the edge of an axis: better values may lie beyond.
 *
 * @param setting the axis
 * @param level the winner's value
 * @param proposed values to add to the axis, the nearest first
 * @param support how much speaks for going on
 * @param sentence the advice as a person would say it
 */
public record EdgeAdvice(
        String setting, String level, Direction direction, List<String> proposed, Support support, String sentence) {
    /** Copies the values. */
    public EdgeAdvice {
        proposed = List.copyOf(proposed);
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
