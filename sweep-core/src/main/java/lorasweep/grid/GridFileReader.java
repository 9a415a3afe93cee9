package lorasweep.grid;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lorasweep.preset.KohyaPreset;
import lorasweep.setting.Binding;
import lorasweep.setting.GivenSetting;
import lorasweep.setting.NearestName;
import lorasweep.setting.SettingBinder;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.KohyaForms;
import lorasweep.trial.SampleSettings;
import lorasweep.trial.TrialSpecCodec;

/** Reads the sections of one grid file and collects everything that is wrong with it. */
final class GridFileReader {
    static final List<String> KEYS = List.of(
            "version", "name", "base", "dataset", "preset", "ignore", "train", "grid", "zip", "exclude", "include",
            "seeds", "probes", "samples", "stop", "search", "pack", "budget");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern LINE = Pattern.compile(":(\\d{1,9}): ");
    private static final int MOST_PROBLEMS = 100;

    private final String place;
    private final Paths paths;
    private final List<String> problems = new ArrayList<>();

    GridFileReader(String place, Path folder) {
        this.place = place;
        this.paths = new Paths(folder, problems);
    }

    /**
     * Reads the whole file.
     *
     * @throws InvalidInputException with everything that is wrong
     */
    GridFile read(String text) {
        Section file = new Section("", YamlDocument.read(text, place, problems), place, problems);
        file.allow(KEYS);
        readVersion(file);
        String name = readName(file);
        SearchSettings search = bound(SearchSettings.class, file, "search");
        List<Dimension> dimensions = dimensions(file);
        SearchSpace space = new SearchSpace(dimensions, place);
        Map<String, GivenSetting> own = ownSettings(file, name);
        Optional<KohyaPreset> preset = preset(file, own.keySet(), space);
        List<GivenSetting> constants = new ArrayList<>();
        preset.ifPresent(read -> constants.addAll(read.settings()));
        constants.removeIf(given -> own.containsKey(given.name()));
        constants.addAll(own.values());
        GridFile grid = new GridFile(
                place,
                name,
                constants,
                preset,
                space,
                exclusions(file),
                inclusions(file),
                seeds(file),
                samples(file),
                stop(file),
                search,
                boundWhole(PackSettings.class, file, "pack"),
                bound(BudgetSettings.class, file, "budget"));
        checkFirstCell(grid);
        if (!problems.isEmpty()) {
            throw new InvalidInputException(shortened(problems));
        }
        return grid;
    }

    /** Each problem once, in the order of the file, and not thousands of them. */
    private List<String> shortened(List<String> problems) {
        List<String> distinct = new ArrayList<>(new LinkedHashSet<>(problems));
        distinct.sort(Comparator.comparingInt(this::lineOf));
        if (distinct.size() <= MOST_PROBLEMS) {
            return distinct;
        }
        List<String> first = new ArrayList<>(distinct.subList(0, MOST_PROBLEMS));
        first.add("… and " + (distinct.size() - MOST_PROBLEMS) + " more problems.");
        return first;
    }

    /** The line of this file a problem is at; 0 for the file as a whole and for other files. */
    private int lineOf(String problem) {
        Matcher line = LINE.matcher(problem.startsWith(place) ? problem.substring(place.length()) : "");
        return line.lookingAt() ? Integer.parseInt(line.group(1)) : 0;
    }

    private void readVersion(Section file) {
        Optional<YamlNode.Scalar> version = file.scalar("version", "1");
        if (version.isEmpty() || !version.get().text().equals("1")) {
            file.refuse(
                    version.map(YamlNode.Scalar::line).orElse(1),
                    "version is " + version.map(YamlNode.Scalar::kind).orElse("missing") + ", expected version: 1.");
        }
    }

    private String readName(Section file) {
        Optional<YamlNode.Scalar> name = file.scalar("name", "the sweep's name");
        if (name.isEmpty() || !NAME.matcher(name.get().text()).matches()) {
            file.refuse(
                    name.map(YamlNode.Scalar::line).orElse(1),
                    "name is " + name.map(YamlNode.Scalar::kind).orElse("missing")
                            + ", expected at most 64 letters, digits, dots, dashes and underscores.");
        }
        return name.map(YamlNode.Scalar::text).filter(NAME.asMatchPredicate()).orElse("unnamed");
    }

    /** What the grid file itself says for every trial, by setting. */
    private Map<String, GivenSetting> ownSettings(Section file, String name) {
        List<GivenSetting> given = new ArrayList<>();
        given.add(GivenSettings.text("output_name", name, place));
        file.entry("base")
                .ifPresent(base -> given.add(new GivenSetting(
                        "pretrained_model_name_or_path", base.value().tree(), place + ":" + base.line())));
        file.section("dataset").ifPresent(dataset -> given.addAll(dataset(dataset)));
        file.section("probes").ifPresent(probes -> given.addAll(prefixed(probes, "probe_")));
        file.section("train").ifPresent(train -> given.addAll(train(train)));
        Map<String, GivenSetting> own = new LinkedHashMap<>();
        for (GivenSetting setting : KohyaForms.expand(given, problems)) {
            own.put(setting.name(), paths.resolved(setting));
        }
        return own;
    }

    private List<GivenSetting> dataset(Section dataset) {
        dataset.allow(List.of("path", "heldout"));
        List<GivenSetting> given = new ArrayList<>();
        dataset.entry("path")
                .ifPresent(path -> given.add(
                        new GivenSetting("train_data_dir", path.value().tree(), place + ":" + path.line())));
        dataset.section("heldout").ifPresent(heldout -> given.addAll(prefixed(heldout, "heldout_")));
        return given;
    }

    /** A section whose keys are settings without their common prefix. */
    private List<GivenSetting> prefixed(Section section, String prefix) {
        section.allow(TrialSpecCodec.catalog().names().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .toList());
        return section.settings().stream()
                .map(given -> new GivenSetting(prefix + given.name(), given.value(), given.place()))
                .filter(given -> TrialSpecCodec.catalog().find(given.name()).isPresent())
                .toList();
    }

    private List<GivenSetting> train(Section train) {
        List<GivenSetting> given = new ArrayList<>();
        for (GivenSetting setting : train.settings()) {
            if (setting.name().equals("seed")) {
                problems.add(setting.place() + ": seed is under train, expected seeds: [1, 2] at the top.");
            } else {
                given.add(setting);
            }
        }
        return given;
    }

    private Optional<KohyaPreset> preset(Section file, Set<String> own, SearchSpace space) {
        Set<String> ignored = new HashSet<>();
        for (YamlNode node : file.list("ignore", "names of the preset")) {
            file.scalar(node, "ignore", "a name of the preset").ifPresent(name -> ignored.add(name.text()));
        }
        Set<String> overriding = new HashSet<>(own);
        overriding.addAll(space.settings());
        Optional<YamlNode.Scalar> path = file.scalar("preset", "a preset's file");
        if (path.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path resolved = paths.resolve(path.get().text())
                    .orElseThrow(
                            () -> new InvalidInputException("is " + path.get().kind() + ", expected a file."));
            KohyaPreset preset = KohyaPreset.read(resolved).under(overriding, ignored);
            problems.addAll(preset.problems());
            return Optional.of(preset);
        } catch (InvalidInputException unreadable) {
            unreadable.problems().forEach(problem -> file.refuse(path.get().line(), "preset " + problem));
            return Optional.empty();
        }
    }

    private List<Dimension> dimensions(Section file) {
        AxisReader axes = new AxisReader(file, paths);
        List<Dimension> dimensions = new ArrayList<>();
        file.section("grid").ifPresent(grid -> dimensions.addAll(axes.product(grid)));
        for (YamlNode node : file.list("zip", "of axes that move together")) {
            file.section(node, "zip").flatMap(axes::together).ifPresent(dimensions::add);
        }
        return dimensions;
    }

    private List<Condition> exclusions(Section file) {
        List<Condition> exclusions = new ArrayList<>();
        for (YamlNode node : file.list("exclude", "of conditions such as \"network_dim == 64 and unet_lr > 5e-4\"")) {
            file.scalar(node, "exclude", "a condition").ifPresent(text -> {
                try {
                    exclusions.add(Condition.parse(text.text(), place + ":" + text.line()));
                } catch (InvalidInputException unreadable) {
                    problems.addAll(unreadable.problems());
                }
            });
        }
        return exclusions;
    }

    private List<Cell> inclusions(Section file) {
        List<Cell> inclusions = new ArrayList<>();
        for (YamlNode node : file.list("include", "of settings such as {network_dim: 128}")) {
            file.section(node, "include").ifPresent(cell -> {
                List<GivenSetting> values =
                        cell.settings().stream().map(paths::resolved).toList();
                values.forEach(this::checkIncluded);
                inclusions.add(new Cell(values, place + ":" + node.line()));
            });
        }
        return inclusions;
    }

    private void checkIncluded(GivenSetting given) {
        if (TrialSpecCodec.catalog().find(given.name()).isEmpty()
                || given.name().equals("seed")) {
            problems.add(given.place() + ": unknown setting \"" + given.name() + "\" under include; "
                    + NearestName.suggestion(
                            given.name(), TrialSpecCodec.catalog().names()));
        }
    }

    private List<GivenSetting> seeds(Section file) {
        Optional<YamlNode.Entry> entry = file.entry("seeds");
        if (entry.isPresent()
                && entry.get().value() instanceof YamlNode.Sequence list
                && list.elements().isEmpty()) {
            file.refuse(entry.get().line(), "seeds is an empty list, expected at least one seed.");
        }
        List<GivenSetting> seeds = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (YamlNode node : file.list("seeds", "[1, 2]")) {
            GivenSetting seed = new GivenSetting("seed", node.tree(), place + ":" + node.line());
            TrialSpecCodec.catalog()
                    .find("seed")
                    .flatMap(setting -> setting.problem(seed))
                    .ifPresent(problems::add);
            if (seed.value().isNull() || !seen.add(seed.value().asText())) {
                problems.add(
                        seed.place() + ": seeds has " + node.kind() + " twice or empty, expected different seeds.");
            }
            seeds.add(seed);
        }
        return seeds;
    }

    private Optional<SampleSettings> samples(Section file) {
        return file.section("samples").flatMap(section -> bind(SampleSettings.class, section.settings(), section));
    }

    private StopSettings stop(Section file) {
        Optional<Section> stop = file.section("stop");
        List<GivenSetting> flags = new ArrayList<>();
        if (stop.isPresent()) {
            stop.get().allow(List.of("diverged", "median", "asha", "audit_fraction"));
            for (GivenSetting given : stop.get().settings()) {
                if (given.name().equals("diverged") || given.name().equals("audit_fraction")) {
                    flags.add(given);
                }
            }
        }
        return new StopSettings(
                bind(StopSettings.Flags.class, flags, stop.orElse(file))
                        .orElseGet(() -> new StopSettings.Flags(true, 0)),
                stop.flatMap(section -> rule(MedianRule.class, section, "median")),
                stop.flatMap(section -> rule(HalvingRule.class, section, "asha")));
    }

    /** A rule with settings of its own; {@code true} means all at their defaults, {@code false} not used. */
    private <T extends Record> Optional<T> rule(Class<T> type, Section stop, String key) {
        Optional<YamlNode.Entry> entry = stop.entry(key);
        if (entry.isPresent() && entry.get().value() instanceof YamlNode.Scalar scalar) {
            if (scalar.text().equals("true")) {
                return bind(type, List.of(), stop);
            }
            if (scalar.text().equals("false")) {
                return Optional.empty();
            }
        }
        return stop.section(key).flatMap(section -> bind(type, section.settings(), section));
    }

    private <T extends Record> T bound(Class<T> type, Section file, String key) {
        Optional<Section> section = file.section(key);
        List<GivenSetting> given = section.map(Section::settings).orElse(List.of());
        return bind(type, given, section.orElse(file)).orElseGet(() -> byDefault(type));
    }

    private <T extends Record> T boundWhole(Class<T> type, Section file, String key) {
        List<GivenSetting> given = file.scalar(key, "a single value")
                .map(value -> List.of(GivenSettings.text(key, value.text(), place + ":" + value.line())))
                .orElse(List.of());
        return bind(type, given, file).orElseGet(() -> byDefault(type));
    }

    private <T extends Record> Optional<T> bind(Class<T> type, List<GivenSetting> given, Section section) {
        Binding<T> binding = SettingBinder.of(type)
                .bind(given, place + ":" + section.mapping().line());
        problems.addAll(binding.problems());
        return binding.value();
    }

    private <T extends Record> T byDefault(Class<T> type) {
        return SettingBinder.of(type).bind(List.of(), place).value().orElseThrow();
    }

    /** Finds what is wrong with the constants even when something else keeps the grid from being expanded. */
    private void checkFirstCell(GridFile grid) {
        List<GivenSetting> first = new ArrayList<>();
        grid.space().dimensions().forEach(dimension -> first.addAll(dimension.at(0)));
        grid.seeds().stream().findFirst().ifPresent(first::add);
        problems.addAll(new CellResolver(grid.constants(), place).resolve(first).problems());
        boolean isDrawn = grid.search().strategy() != SearchSettings.Strategy.GRID;
        for (Dimension dimension : grid.space().dimensions()) {
            if (dimension instanceof Dimension.Interval interval && !isDrawn) {
                problems.add(interval.place() + ": " + interval.setting()
                        + " has no number of values, expected points: n, or search: with strategy random or sobol.");
            }
        }
    }
}
