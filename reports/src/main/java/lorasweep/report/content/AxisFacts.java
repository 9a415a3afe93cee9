package lorasweep.report.content;

import java.util.List;
import lorasweep.analysis.Axis;
import org.jspecify.annotations.Nullable;

/**
 * One axis of the grid.
 *
 * @param setting its name
 * @param levels its values as they were written
 * @param numbers the same as numbers; absent if one is none
 */
public record AxisFacts(
        String setting, List<String> levels, @Nullable List<Double> numbers) {
    static AxisFacts of(Axis axis) {
        boolean numeric =
                axis.levels().stream().allMatch(level -> level.number().isPresent());
        return new AxisFacts(
                axis.setting(),
                axis.levels().stream().map(Axis.Level::text).toList(),
                numeric
                        ? axis.levels().stream()
                                .map(level -> level.number().getAsDouble())
                                .toList()
                        : null);
    }
}
