package lorasweep.analysis;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One axis of a grid.
 *
 * @param setting the setting that varies, by its name in the grid file
 * @param levels its values in the order of the grid file
 */
public record Axis(String setting, List<Level> levels) {
    /** Copies the levels. */
    public Axis {
        levels = List.copyOf(levels);
    }

    /**
     * One value of an axis.
     *
     * @param text as written in the grid file
     * @param number its value if it is a number, the same in every trial
     */
    public record Level(String text, OptionalDouble number) {}
}
