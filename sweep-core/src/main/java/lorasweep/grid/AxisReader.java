package lorasweep.grid;

import com.fasterxml.jackson.databind.node.DecimalNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lorasweep.grid.Dimension.Rounding;
import lorasweep.grid.Dimension.Scale;
import lorasweep.setting.GivenSetting;
import lorasweep.setting.NearestName;
import lorasweep.setting.Setting;
import lorasweep.setting.SettingDefinition;
import lorasweep.trial.TrialSpecCodec;

/** Reads the axes under {@code grid:} and {@code zip:}. */
final class AxisReader {
    private static final int MOST_POINTS = 10_000;
    private static final List<String> RANGE_KEYS = List.of("log", "linear", "points");

    /** Names of the file's own keys that may be an axis. */
    private static final Map<String, String> KEYS =
            Map.of("base", "pretrained_model_name_or_path", "dataset", "train_data_dir");

    private final Section grid;
    private final Paths paths;
    private final Set<String> varying = new HashSet<>();

    AxisReader(Section grid, Paths paths) {
        this.grid = grid;
        this.paths = paths;
    }

    /** The axes of {@code grid:}, each a dimension. */
    List<Dimension> product(Section section) {
        List<Dimension> dimensions = new ArrayList<>();
        section.mapping().entries().forEach((key, entry) -> axis(key, entry).ifPresent(dimensions::add));
        return dimensions;
    }

    /** Axes that move together: one dimension. */
    Optional<Dimension> together(Section section) {
        List<String> settings = new ArrayList<>();
        List<List<GivenSetting>> columns = new ArrayList<>();
        section.mapping().entries().forEach((key, entry) -> {
            Optional<Dimension> axis = axis(key, entry);
            if (axis.isPresent() && axis.get() instanceof Dimension.Listed listed) {
                settings.addAll(listed.settings());
                columns.add(listed.rows().stream().map(row -> row.get(0)).toList());
            } else if (axis.isPresent()) {
                section.refuse(entry.line(), key + " has no number of values, expected points: for a range under zip.");
            }
        });
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        int rows = columns.get(0).size();
        if (columns.stream().anyMatch(column -> column.size() != rows)) {
            section.refuse(
                    section.mapping().line(),
                    "axes that move together have "
                            + columns.stream().map(List::size).toList() + " values, expected equally many of each.");
            return Optional.empty();
        }
        List<List<GivenSetting>> table = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int index = row;
            table.add(columns.stream().map(column -> column.get(index)).toList());
        }
        return Optional.of(new Dimension.Listed(settings, table));
    }

    private Optional<Dimension> axis(String key, YamlNode.Entry entry) {
        String name = KEYS.getOrDefault(key, key);
        Optional<SettingDefinition> setting = TrialSpecCodec.catalog().find(name);
        if (setting.isEmpty()) {
            grid.refuse(
                    entry.line(),
                    "unknown setting \"" + key + "\"; "
                            + NearestName.suggestion(
                                    key, TrialSpecCodec.catalog().names()));
            return Optional.empty();
        }
        if (name.equals("seed")) {
            grid.refuse(entry.line(), "seed is an axis, expected seeds: [1, 2] at the top; seeds are replicates.");
            return Optional.empty();
        }
        if (!varying.add(name)) {
            grid.refuse(entry.line(), name + " is an axis twice; remove one.");
            return Optional.empty();
        }
        if (setting.get().effect() == Setting.Effect.EXECUTION) {
            grid.refuse(entry.line(), name + " is an axis but cannot change the result, expected it under train:.");
            return Optional.empty();
        }
        if (entry.value() instanceof YamlNode.Sequence list && !list.elements().isEmpty()) {
            return Optional.of(listed(setting.get(), list));
        }
        if (entry.value() instanceof YamlNode.Mapping range) {
            return range(setting.get(), range);
        }
        grid.refuse(
                entry.line(),
                name + " is "
                        + (entry.value() instanceof YamlNode.Sequence
                                ? "an empty list"
                                : entry.value().kind())
                        + ", expected a list of values such as [8, 16], {log: [a, b], points: n} or {linear: [a, b], points: n}.");
        return Optional.empty();
    }

    private Dimension listed(SettingDefinition setting, YamlNode.Sequence list) {
        List<List<GivenSetting>> rows = new ArrayList<>();
        for (YamlNode element : list.elements()) {
            GivenSetting value = paths.resolved(
                    new GivenSetting(setting.name(), element.tree(), grid.place() + ":" + element.line()));
            boolean isNull = value.value().isNull();
            if (isNull) {
                grid.refuse(
                        element.line(),
                        setting.name() + " has an empty value, expected "
                                + setting.type().expected() + ".");
            } else if (CellResolver.isExpression(value)) {
                checkExpression(value);
            } else {
                setting.problem(value).ifPresent(grid.problems()::add);
            }
            rows.add(List.of(value));
        }
        return new Dimension.Listed(List.of(setting.name()), rows);
    }

    private void checkExpression(GivenSetting value) {
        try {
            Expression.parseOverSettings(value.value().asText());
        } catch (ExpressionException unreadable) {
            grid.problems().add(CellResolver.problem(value, unreadable));
        }
    }

    private Optional<Dimension> range(SettingDefinition setting, YamlNode.Mapping mapping) {
        Section range = new Section(setting.name(), mapping, grid.place(), grid.problems());
        range.allow(RANGE_KEYS);
        boolean isLog = range.entry("log").isPresent();
        if (!setting.isNumber() || isLog == range.entry("linear").isPresent()) {
            range.refuse(
                    mapping.line(),
                    setting.name() + " is a range, expected "
                            + (setting.isNumber() ? "either log: [a, b] or linear: [a, b]." : "a list of values."));
            return Optional.empty();
        }
        List<Double> ends = ends(setting, range, isLog ? "log" : "linear");
        Optional<YamlNode.Scalar> points = range.scalar("points", "a whole number from 2 to " + MOST_POINTS);
        if (ends.size() != 2) {
            return Optional.empty();
        }
        if (isLog && ends.stream().anyMatch(end -> end <= 0)) {
            range.refuse(mapping.line(), setting.name() + " has a log range from or to 0, expected both ends above 0.");
            return Optional.empty();
        }
        Scale scale = isLog ? Scale.LOG : Scale.LINEAR;
        Rounding rounding = setting.isWholeNumber() ? Rounding.WHOLE : Rounding.SIX_DIGITS;
        String place = grid.place() + ":" + mapping.line();
        Dimension.Interval interval =
                new Dimension.Interval(setting.name(), scale, ends.get(0), ends.get(1), rounding, place);
        return points.isEmpty() ? Optional.of(interval) : points(interval, range, points.get());
    }

    private static List<Double> ends(SettingDefinition setting, Section range, String key) {
        List<Double> ends = new ArrayList<>();
        for (YamlNode end : range.list(key, "its two ends")) {
            GivenSetting given = new GivenSetting(setting.name(), end.tree(), range.place() + ":" + end.line());
            Optional<String> problem = setting.problem(given);
            if (problem.isPresent() || given.value().isNull()) {
                range.problems().add(problem.orElse(given.place() + ": " + key + " has an empty end."));
            } else {
                ends.add(setting.normal(given.value()).doubleValue());
            }
        }
        if (ends.size() != 2 || ends.get(0) >= ends.get(1)) {
            range.refuse(
                    range.mapping().line(),
                    setting.name() + " has a range with the ends " + ends
                            + ", expected two numbers, the smaller first.");
            return List.of();
        }
        return ends;
    }

    private static Optional<Dimension> points(Dimension.Interval interval, Section range, YamlNode.Scalar written) {
        int points = written.text().matches("\\d{1,5}") ? Integer.parseInt(written.text()) : 0;
        if (points < 2 || points > MOST_POINTS) {
            range.refuse(
                    written.line(),
                    "points is " + written.kind() + ", expected a whole number from 2 to " + MOST_POINTS + ".");
            return Optional.empty();
        }
        List<List<GivenSetting>> rows = new ArrayList<>();
        Set<BigDecimal> seen = new HashSet<>();
        for (int i = 0; i < points; i++) {
            double share = (double) i / (points - 1);
            BigDecimal value =
                    interval.rounding().round(interval.scale().between(interval.from(), interval.to(), share));
            if (!seen.add(value)) {
                range.refuse(
                        written.line(),
                        "points is " + written.kind() + ", expected fewer: " + interval.setting() + " would be "
                                + value.toPlainString() + " twice.");
                return Optional.empty();
            }
            rows.add(List.of(new GivenSetting(interval.setting(), DecimalNode.valueOf(value), interval.place())));
        }
        return Optional.of(new Dimension.Listed(interval.settings(), rows));
    }
}
