package lorasweep.best;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lorasweep.analysis.Axis;
import lorasweep.analysis.EdgeAdvice;
import lorasweep.analysis.Standing;
import lorasweep.analysis.SweepAnalysis;
import lorasweep.grid.CellResolver;
import lorasweep.setting.GivenSetting;
import lorasweep.sweep.SweepFolder;
import lorasweep.sweep.SweepState;
import lorasweep.sweep.SweepTrial;
import lorasweep.trial.TrialSpec;
import lorasweep.trial.TrialSpecCodec;

/**
 * The grid to go on with where the winner lies on the edge of its grid: the winner's settings, and on every such axis
 * its value between one that has been tried and those beyond, so that it has neighbours on both sides if it wins again.
 * What the grid file says by an expression ({@code network_alpha: network_dim}) stays one, as far as the winner has it
 * so.
 *
 * @param name of the next sweep
 * @param edges advice on the axes; not on those whose value follows from another by an expression, because that
 *     goes on by itself
 * @param trials how many it has, seeds counted
 * @param text the grid file
 */
public record NextGrid(String name, List<EdgeAdvice> edges, int trials, String text) {
    private static final Pattern NUMBERED = Pattern.compile("(.+)-(\\d{1,6})");
    private static final int LONGEST_STEM = 56;

    /** Copies the advice. */
    public NextGrid {
        edges = List.copyOf(edges);
    }

    /** The next grid of a sweep; empty if no axis ends at the winner, or the sweep's plan has no settings. */
    public static Optional<NextGrid> of(SweepState state, SweepAnalysis analysis) {
        List<Standing> standings = analysis.leaderboard().standings();
        if (standings.isEmpty()
                || analysis.edges().isEmpty()
                || state.settings().isEmpty()) {
            return Optional.empty();
        }
        return new Winner(state, standings.get(0)).grid(analysis.edges());
    }

    /** Writes the file into the sweep's folder {@code best/}. */
    public Path publish(SweepFolder folder) throws IOException {
        return new BestFolder(folder.bestFolder()).write(file(), text);
    }

    /** Deletes the file of an earlier time, because the winner no longer lies on an edge. */
    public static void withdraw(SweepState state) throws IOException {
        new BestFolder(state.folder().bestFolder()).delete(file(next(state.name())));
    }

    /** The file's name. */
    public String file() {
        return file(name);
    }

    private static String file(String name) {
        return name + ".yaml";
    }

    private static String next(String name) {
        Matcher numbered = NUMBERED.matcher(name);
        boolean isNumbered = numbered.matches();
        String stem = isNumbered ? numbered.group(1) : name;
        int number = isNumbered ? Integer.parseInt(numbered.group(2)) : 1;
        return stem.substring(0, Math.min(LONGEST_STEM, stem.length())) + "-" + (number + 1);
    }

    /** The winner, and how the grid file comes to its values. */
    private static final class Winner {
        private final SweepState state;
        private final TrialSpec spec;
        private final List<String> seeds;
        private final Map<String, GivenSetting> constants = new LinkedHashMap<>();
        private final Map<String, GivenSetting> onAxes = new LinkedHashMap<>();
        private final CellResolver resolver;

        private Winner(SweepState state, Standing standing) {
            this.state = state;
            List<SweepTrial> trials = state.trials().stream()
                    .filter(trial -> standing.trials().contains(trial.id()))
                    .toList();
            SweepTrial first = trials.get(0);
            spec = first.spec();
            seeds = trials.stream()
                    .map(trial -> Long.toString(trial.spec().seed()))
                    .toList();
            state.settings().forEach(given -> constants.put(given.name(), given));
            for (int i = 0; i < state.axes().size(); i++) {
                Axis axis = state.axes().get(i);
                String text = axis.levels().get(first.levels().get(i)).text();
                JsonNode value =
                        value(axis.setting(), spec).isNull() ? value(axis.setting(), spec) : TextNode.valueOf(text);
                onAxes.put(axis.setting(), new GivenSetting(axis.setting(), value, state.name()));
            }
            resolver = new CellResolver(constants.values(), state.name());
        }

        private Optional<NextGrid> grid(List<EdgeAdvice> all) {
            List<EdgeAdvice> edges =
                    all.stream().filter(edge -> !follows(edge.setting())).toList();
            if (edges.isEmpty()) {
                return Optional.empty();
            }
            Map<String, List<String>> axes = new LinkedHashMap<>();
            int trials = seeds.size();
            for (EdgeAdvice edge : edges) {
                axes.put(edge.setting(), edge.values());
                trials *= edge.values().size();
            }
            Map<String, GivenSetting> settings = new LinkedHashMap<>(constants);
            settings.putAll(departures(axes.keySet()));
            axes.keySet().forEach(settings::remove);
            String name = next(state.name());
            return Optional.of(new NextGrid(
                    name,
                    edges,
                    trials,
                    new GridText(name, settings.values(), axes, seeds, state.samples())
                            .yaml("What lies beyond the edge of " + state.name() + ".")));
        }

        /** Whether its value on an axis is what the grid file's own expression gives. */
        private boolean follows(String axis) {
            GivenSetting constant = constants.get(axis);
            return constant != null && CellResolver.isExpression(constant) && isGiven(axis, onAxes.keySet());
        }

        /** What it has on other axes and does not follow from the grid file's settings; expressions always. */
        private Map<String, GivenSetting> departures(Collection<String> axes) {
            Map<String, GivenSetting> departures = new LinkedHashMap<>(onAxes);
            onAxes.forEach((axis, value) -> {
                if (!axes.contains(axis) && !CellResolver.isExpression(value) && isGiven(axis, departures.keySet())) {
                    departures.remove(axis);
                }
            });
            departures.keySet().removeAll(axes);
            return departures;
        }

        /** Whether its value on an axis follows where it is left out of those that are said. */
        private boolean isGiven(String axis, Collection<String> said) {
            List<GivenSetting> values = said.stream()
                    .filter(other -> !other.equals(axis))
                    .map(other -> Objects.requireNonNull(onAxes.get(other)))
                    .toList();
            return resolver.resolve(values)
                    .value()
                    .filter(resolved -> value(axis, resolved).equals(value(axis, spec)))
                    .isPresent();
        }

        private static JsonNode value(String setting, TrialSpec spec) {
            return TrialSpecCodec.catalog().find(setting).orElseThrow().valueIn(spec);
        }
    }
}
