package lorasweep.analysis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lorasweep.setting.NormalNumber;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialId;
import lorasweep.trial.TrialSpec;

/** Looks whether the winner lies on the edge of an axis of numbers and what lies beyond. */
final class EdgeFinder {
    private static final int VALUES_BEYOND = 2;
    private static final int SIGNIFICANT_DIGITS = 2;

    /** Shorter ones need no trial: the winner's own earlier epochs have been measured. */
    private static final Set<String> LENGTHS = Set.of("max_train_epochs", "max_train_steps");

    private final List<Axis> axes;
    private final List<Contender> contenders;
    private final Set<TrialId> tied;
    private final Contender winner;

    private EdgeFinder(List<Axis> axes, List<Contender> contenders, Set<TrialId> tied, Contender winner) {
        this.axes = axes;
        this.contenders = contenders;
        this.tied = tied;
        this.winner = winner;
    }

    static List<EdgeAdvice> find(List<Axis> axes, List<Contender> contenders, Leaderboard board) {
        if (board.standings().isEmpty()) {
            return List.of();
        }
        TrialId first = board.standings().get(0).trials().get(0);
        Contender winner = contenders.stream()
                .filter(contender -> contender.id().equals(first))
                .findFirst()
                .orElseThrow();
        Set<TrialId> tied = board.tied().stream()
                .flatMap(standing -> standing.trials().stream())
                .collect(Collectors.toSet());
        EdgeFinder finder = new EdgeFinder(axes, contenders, tied, winner);
        return IntStream.range(0, axes.size())
                .mapToObj(finder::edge)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<EdgeAdvice> edge(int axis) {
        List<Axis.Level> levels = axes.get(axis).levels();
        if (levels.stream().anyMatch(level -> level.number().isEmpty())) {
            return Optional.empty();
        }
        List<Integer> rising = IntStream.range(0, levels.size())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        level -> levels.get(level).number().getAsDouble()))
                .toList();
        int place = rising.indexOf(winner.levels().get(axis));
        boolean lower = place == 0;
        if (levels.size() < 2 || (!lower && place < rising.size() - 1)) {
            return Optional.empty();
        }
        if (LENGTHS.contains(axes.get(axis).setting()) && (lower || !isBestAtItsEnd())) {
            return Optional.empty();
        }
        int inward = rising.get(lower ? 1 : rising.size() - 2);
        double edge = levels.get(rising.get(place)).number().getAsDouble();
        double inner = levels.get(inward).number().getAsDouble();
        List<String> proposed = proposals(axes.get(axis).setting(), edge, inner);
        if (proposed.isEmpty()) {
            return Optional.empty();
        }
        EdgeAdvice.Support support = isBehind(axis, inward) ? EdgeAdvice.Support.SHOWN : EdgeAdvice.Support.POSSIBLE;
        String text = levels.get(rising.get(place)).text();
        return Optional.of(new EdgeAdvice(
                axes.get(axis).setting(),
                text,
                levels.get(inward).text(),
                lower ? EdgeAdvice.Direction.LOWER : EdgeAdvice.Direction.HIGHER,
                proposed,
                support,
                sentence(axes.get(axis).setting(), text, levels.get(inward).text(), lower, proposed, support)));
    }

    private boolean isBestAtItsEnd() {
        return winner.best().index() == winner.scores().moments().size() - 1;
    }

    /** Whether all configurations one value inward, the other axes alike where there is one, are behind. */
    private boolean isBehind(int axis, int inward) {
        List<Contender> inner = contenders.stream()
                .filter(contender -> contender.levels().get(axis) == inward)
                .toList();
        List<Contender> neighbours = inner.stream()
                .filter(contender -> differsOnlyIn(axis, contender))
                .toList();
        List<Contender> asked = neighbours.isEmpty() ? inner : neighbours;
        return !asked.isEmpty() && asked.stream().noneMatch(contender -> tied.contains(contender.id()));
    }

    private boolean differsOnlyIn(int axis, Contender contender) {
        return IntStream.range(0, axes.size())
                .allMatch(i -> i == axis
                        || contender.levels().get(i).equals(winner.levels().get(i)));
    }

    /** Values beyond the edge: further by the last ratio if both are above 0, else by the last difference. */
    private List<String> proposals(String setting, double edge, double inner) {
        List<String> proposed = new ArrayList<>();
        boolean geometric = edge > 0 && inner > 0;
        boolean whole = edge == Math.rint(edge) && inner == Math.rint(inner);
        double value = edge;
        for (int i = 0; i < VALUES_BEYOND; i++) {
            value = geometric ? value * (edge / inner) : value + (edge - inner);
            double round = whole
                    ? Math.rint(value)
                    : new BigDecimal(value)
                            .round(new MathContext(SIGNIFICANT_DIGITS))
                            .doubleValue();
            String text = NormalNumber.text(round);
            if (round != edge && !proposed.contains(text) && isAllowed(setting, round)) {
                proposed.add(text);
            }
        }
        return proposed;
    }

    private boolean isAllowed(String setting, double value) {
        try {
            TrialSpec changed = winner.spec().with(setting, NormalNumber.of(value));
            return !changed.id().equals(winner.id());
        } catch (InvalidInputException notAllowed) {
            return false;
        }
    }

    private static String sentence(
            String setting,
            String edge,
            String inner,
            boolean lower,
            List<String> proposed,
            EdgeAdvice.Support support) {
        return "The best " + setting + ", " + edge + ", is the " + (lower ? "smallest" : "largest") + " tried, and "
                + inner
                + (support == EdgeAdvice.Support.SHOWN ? " is worse" : " is not shown to be worse") + ": try "
                + String.join(" and ", proposed) + ".";
    }
}
