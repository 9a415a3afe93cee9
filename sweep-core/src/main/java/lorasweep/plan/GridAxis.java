package lorasweep.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import lorasweep.grid.Dimension;
import lorasweep.grid.SearchSpace;

/**
 * One setting that varies, and the values its trials have.
 *
 * @param setting its name
 * @param levels its values as they are written: those of the grid file in its order, then drawn or
 *     included ones, rising if they are numbers
 */
public record GridAxis(String setting, List<String> levels) {
    /** Copies the levels. */
    public GridAxis {
        levels = List.copyOf(levels);
    }

    /**
     * The axis of a setting with the levels that trials have; what is written differently but is the same
     * number is one level.
     *
     * @param written the setting of every trial as it is written
     */
    static GridAxis of(String setting, SearchSpace space, Collection<String> written) {
        Map<String, String> had = new LinkedHashMap<>();
        written.forEach(text -> had.putIfAbsent(key(text), text));
        Map<String, String> ordered = new LinkedHashMap<>();
        for (String text : listed(setting, space)) {
            if (had.containsKey(key(text))) {
                ordered.putIfAbsent(key(text), text);
            }
        }
        had.entrySet().stream()
                .filter(level -> !ordered.containsKey(level.getKey()))
                .sorted(Comparator.comparingDouble(
                        level -> WrittenNumber.of(level.getValue()).orElse(0)))
                .toList()
                .forEach(level -> ordered.put(level.getKey(), level.getValue()));
        return new GridAxis(setting, new ArrayList<>(ordered.values()));
    }

    /** Answers the number of the level that a written value is; for a value that is none, throws. */
    public ToIntFunction<String> numbering() {
        Map<String, Integer> numbers = new HashMap<>();
        levels.forEach(level -> numbers.put(key(level), numbers.size()));
        return written -> Optional.ofNullable(numbers.get(key(written)))
                .orElseThrow(() -> new IllegalArgumentException(setting + " has no level " + written));
    }

    private static List<String> listed(String setting, SearchSpace space) {
        Optional<Dimension.Listed> dimension = space.dimensions().stream()
                .filter(Dimension.Listed.class::isInstance)
                .map(Dimension.Listed.class::cast)
                .filter(listed -> listed.settings().contains(setting))
                .findFirst();
        return dimension.stream()
                .flatMap(listed -> listed.rows().stream())
                .map(row -> row.get(dimension.get().settings().indexOf(setting)))
                .map(value -> value.value().asText())
                .toList();
    }

    private static String key(String text) {
        return WrittenNumber.of(text).isPresent()
                ? String.valueOf(WrittenNumber.of(text).getAsDouble())
                : text;
    }
}
