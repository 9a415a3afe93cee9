package lorasweep.grid;

import java.util.List;
import lorasweep.setting.GivenSetting;

/**
 * One point of the grid: what varies, as it was written.
 *
 * @param values one value per varying setting, in the order of the axes
 * @param place where the cell comes from, for messages: a line of {@code include:}, or the file
 */
public record Cell(List<GivenSetting> values, String place) {

    /** Copies the list. */
    public Cell {
        values = List.copyOf(values);
    }
}
