package lorasweep.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lorasweep.grid.Cell;
import lorasweep.grid.CellResolver;
import lorasweep.grid.GridFile;
import lorasweep.grid.SearchSettings.Strategy;
import lorasweep.search.SearchStrategy;
import lorasweep.setting.Binding;
import lorasweep.setting.GivenSetting;
import lorasweep.setting.SettingDefinition;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialId;
import lorasweep.trial.TrialSpec;
import lorasweep.trial.TrialSpecCodec;

/** Makes trials of a grid file: asks the strategy for cells, drops what is excluded or double, and says so. */
final class GridExpansion {
    private static final int MOST_TRIALS = 100_000;
    private static final int MOST_PROBLEMS = 100;
    private static final int ATTEMPTS_PER_CELL = 100;

    private final GridFile grid;
    private final DatasetCounts datasets;
    private final CellResolver resolver;
    private final List<String> axes;
    private final Map<TrialId, PlannedTrial> trials = new LinkedHashMap<>();
    private final List<DroppedCell> dropped = new ArrayList<>();
    private final Set<String> problems = new LinkedHashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();

    private GridExpansion(GridFile grid, DatasetCounts datasets) {
        this.grid = grid;
        this.datasets = datasets;
        this.resolver = new CellResolver(grid.constants(), grid.place());
        Set<String> varying = new LinkedHashSet<>(grid.space().settings());
        grid.inclusions().forEach(cell -> cell.values().forEach(value -> varying.add(value.name())));
        this.axes = List.copyOf(varying);
    }

    /**
     * Expands a grid.
     *
     * @throws InvalidInputException if it has more than 100,000 trials, which is found by counting, or if
     *     a cell is not a trial
     */
    static GridExpansion of(GridFile grid, DatasetCounts datasets) {
        requireFewEnough(grid);
        GridExpansion expansion = new GridExpansion(grid, datasets);
        expansion.expand();
        if (!expansion.problems.isEmpty()) {
            throw new InvalidInputException(expansion.firstProblems());
        }
        return expansion;
    }

    /** The trials, in the order of the grid; seeds move fastest. */
    List<PlannedTrial> trials() {
        return List.copyOf(trials.values());
    }

    /** What varies, in the order of the grid. */
    List<GridAxis> axes() {
        List<GridAxis> all = new ArrayList<>();
        for (int axis = 0; axis < axes.size(); axis++) {
            int index = axis;
            List<String> written = trials.values().stream()
                    .map(trial -> trial.written().get(index))
                    .distinct()
                    .toList();
            all.add(GridAxis.of(axes.get(axis), grid.space(), written));
        }
        return all;
    }

    /** The cells that are not trained. */
    List<DroppedCell> dropped() {
        return List.copyOf(dropped);
    }

    /** What the user should know although nothing must be fixed. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    private static void requireFewEnough(GridFile grid) {
        BigInteger cells = grid.search().trials().isPresent()
                ? BigInteger.valueOf(grid.search().trials().getAsInt())
                : grid.space().size().orElse(BigInteger.ONE);
        BigInteger count = cells.add(BigInteger.valueOf(grid.inclusions().size()))
                .multiply(BigInteger.valueOf(Math.max(1, grid.seeds().size())));
        if (count.compareTo(BigInteger.valueOf(MOST_TRIALS)) > 0) {
            throw new InvalidInputException(grid.place() + ": the grid has " + count + " trials, expected at most "
                    + MOST_TRIALS + "; shorten an axis, or choose some with search: {strategy: sobol, trials: 100}.");
        }
    }

    private void expand() {
        SearchStrategy strategy = SearchStrategy.of(grid.search(), grid.space());
        boolean isGrid = grid.search().strategy() == Strategy.GRID;
        int wanted = grid.search().trials().orElse(Integer.MAX_VALUE);
        long attempts = isGrid ? Long.MAX_VALUE : (long) wanted * ATTEMPTS_PER_CELL;
        int accepted = 0;
        Optional<Cell> cell = strategy.ask();
        while (cell.isPresent() && accepted < wanted && attempts-- > 0 && problems.size() < MOST_PROBLEMS) {
            accepted += accept(cell.get(), isGrid) ? 1 : 0;
            cell = strategy.ask();
        }
        if (!isGrid && accepted < wanted) {
            notes.add(grid.place() + ": only " + accepted + " of " + wanted
                    + " configurations were found that are different and not excluded.");
        }
        grid.inclusions().forEach(included -> accept(included, true));
    }

    /** Whether the cell became trials. */
    private boolean accept(Cell cell, boolean mentionDoubles) {
        List<GivenSetting> values = new ArrayList<>(cell.values());
        grid.seeds().stream().findFirst().ifPresent(values::add);
        Binding<TrialSpec> binding = resolver.resolve(values);
        problems.addAll(binding.problems());
        notes.addAll(binding.notes());
        if (binding.value().isEmpty()) {
            return false;
        }
        TrialSpec spec = binding.value().get();
        Optional<String> exclusion = exclusion(spec);
        if (exclusion.isPresent()) {
            dropped.add(new DroppedCell(nameOf(spec, axes), exclusion.get()));
            return false;
        }
        boolean isNew = false;
        for (TrialSpec seeded : seeded(spec)) {
            isNew |= add(seeded, cell, mentionDoubles);
        }
        return isNew;
    }

    private boolean add(TrialSpec spec, Cell cell, boolean mentionDoubles) {
        TrialId id = spec.id();
        String name = nameOf(spec, grid.seeds().size() > 1 ? withSeed(axes) : axes);
        PlannedTrial earlier = trials.get(id);
        if (earlier == null) {
            trials.put(id, new PlannedTrial(spec, id, name, written(spec, cell), datasets.steps(spec)));
            return true;
        }
        if (!TrialSpecCodec.identity(earlier.spec()).equals(TrialSpecCodec.identity(spec))) {
            throw new IllegalStateException("two different trials have the id " + id);
        }
        if (mentionDoubles) {
            String reason = name.equals(earlier.name())
                    ? "the same values come earlier"
                    : "the same trial as " + earlier.name();
            dropped.add(new DroppedCell(name, reason + " (" + id + ")"));
        }
        return false;
    }

    private List<TrialSpec> seeded(TrialSpec spec) {
        return grid.seeds().isEmpty()
                ? List.of(spec)
                : grid.seeds().stream()
                        .map(seed -> spec.withSeed(Long.parseLong(seed.value().asText())))
                        .toList();
    }

    /** A trial's value on every axis, as its cell or else the whole grid says it. */
    private List<String> written(TrialSpec spec, Cell cell) {
        Map<String, String> values = new LinkedHashMap<>();
        cell.values().stream()
                .filter(value -> !value.value().isNull())
                .forEach(value -> values.put(value.name(), value.value().asText()));
        return axes.stream()
                .map(axis -> Optional.ofNullable(values.get(axis)).orElseGet(() -> textOf(axis, spec)))
                .toList();
    }

    private static String textOf(String setting, TrialSpec spec) {
        return valueOf(setting, spec).map(JsonNode::asText).orElse("none");
    }

    private static Optional<JsonNode> valueOf(String setting, TrialSpec spec) {
        return TrialSpecCodec.catalog()
                .find(setting)
                .map(definition -> definition.valueIn(spec))
                .filter(value -> !value.isNull());
    }

    private Optional<String> exclusion(TrialSpec spec) {
        try {
            return grid.exclusions().stream()
                    .filter(condition -> condition.holds(spec))
                    .findFirst()
                    .map(condition -> "excluded by \"" + condition.text() + "\" (" + condition.place() + ")");
        } catch (InvalidInputException unusable) {
            problems.addAll(unusable.problems());
            return Optional.empty();
        }
    }

    private static List<String> withSeed(List<String> axes) {
        List<String> names = new ArrayList<>(axes);
        names.add("seed");
        return names;
    }

    private static String nameOf(TrialSpec spec, List<String> names) {
        String name = names.stream()
                .flatMap(setting ->
                        valueOf(setting, spec).stream().map(value -> setting + "=" + shortened(setting, value)))
                .collect(Collectors.joining(" "));
        return name.isEmpty() ? "the only trial" : name;
    }

    private static String shortened(String setting, JsonNode value) {
        String text = value.asText();
        boolean isPath = TrialSpecCodec.catalog()
                .find(setting)
                .filter(SettingDefinition::isPath)
                .isPresent();
        return isPath ? text.substring(1 + Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\'))) : text;
    }

    private List<String> firstProblems() {
        return problems.stream().limit(MOST_PROBLEMS).toList();
    }
}
