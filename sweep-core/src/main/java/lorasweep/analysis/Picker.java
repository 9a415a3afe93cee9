package lorasweep.analysis;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import lorasweep.analysis.score.Moment;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.analysis.verdict.Percent;
import lorasweep.analysis.verdict.Side;
import lorasweep.analysis.verdict.Thresholds;
import lorasweep.analysis.verdict.Verdict;
import lorasweep.trial.Configuration;
import lorasweep.trial.TrialId;

/**
 * Chooses among the configurations that are as good as the winner the cheapest one.
 *
 * <p>Being tied is not enough: with few images much is tied. A configuration is only taken if its score
 * as measured lies no further behind than is negligible or than a seed changes. A trial that diverged is
 * not taken while another did not, and none is taken that is not shown to be better than the base.
 */
final class Picker {
    private final Map<TrialId, TrialAnalysis> analyses;
    private final Map<TrialId, Candidate> candidates;
    private final Leaderboard board;
    private final NoiseFloor floor;

    private Picker(
            Map<TrialId, TrialAnalysis> analyses,
            Map<TrialId, Candidate> candidates,
            Leaderboard board,
            NoiseFloor floor) {
        this.analyses = analyses;
        this.candidates = candidates;
        this.board = board;
        this.floor = floor;
    }

    /** The pick under every preference; empty if there is nothing to take. */
    static Map<Preference, Pick> picks(
            List<TrialAnalysis> analyses, List<Candidate> candidates, Leaderboard board, NoiseFloor floor) {
        Picker picker = new Picker(
                analyses.stream().collect(Collectors.toMap(TrialAnalysis::id, analysis -> analysis)),
                candidates.stream()
                        .collect(Collectors.toMap(c -> c.trials().get(0).id(), candidate -> candidate)),
                board,
                floor);
        Map<Preference, Pick> picks = new EnumMap<>(Preference.class);
        for (Preference preference : Preference.values()) {
            picker.pick(preference).ifPresent(pick -> picks.put(preference, pick));
        }
        return picks;
    }

    private Optional<Pick> pick(Preference preference) {
        double reach = reach();
        List<Standing> near = board.tied().stream()
                .filter(standing -> standing.behind().mean() <= reach && isBetterThanBase(standing))
                .toList();
        List<Standing> sound = near.stream().filter(this::isSound).toList();
        return (sound.isEmpty() ? near : sound)
                .stream().min(order(preference)).map(standing -> pick(preference, standing));
    }

    /** How far behind the best a configuration may be and yet be as good. */
    private double reach() {
        return Math.max(Leaderboard.NEGLIGIBLE, floor.deviation());
    }

    private Comparator<Standing> order(Preference preference) {
        Comparator<Standing> size = Comparator.comparingInt(
                standing -> standing.configuration().spec().network().networkDim());
        Comparator<Standing> steps = Comparator.comparingLong(
                standing -> moment(preference, standing).step());
        Comparator<Standing> cost =
                preference == Preference.SMALLEST ? size.thenComparing(steps) : steps.thenComparing(size);
        return cost.thenComparingDouble(standing -> standing.behind().mean());
    }

    private Moment moment(Preference preference, Standing standing) {
        Fit fit = fit(trial(standing));
        return fit.moments().get(index(preference, window(fit)));
    }

    private static int index(Preference preference, Fit.Window window) {
        return preference == Preference.SMALLEST ? window.minimum() : window.earliest();
    }

    private Contender trial(Standing standing) {
        Candidate candidate = candidates.get(standing.trials().get(0));
        if (candidate == null) {
            throw new IllegalStateException("a standing without a candidate");
        }
        return candidate.bestTrial();
    }

    private Fit fit(Contender trial) {
        return analysis(trial.id()).fit().orElseThrow();
    }

    private TrialAnalysis analysis(TrialId id) {
        TrialAnalysis analysis = analyses.get(id);
        if (analysis == null) {
            throw new IllegalStateException("a contender without an analysis");
        }
        return analysis;
    }

    private static Fit.Window window(Fit fit) {
        return fit.window().orElseThrow();
    }

    private boolean isSound(Standing standing) {
        return standing.trials().stream()
                .map(this::analysis)
                .noneMatch(analysis -> analysis.finding().verdict() == Verdict.DIVERGED);
    }

    private boolean isBetterThanBase(Standing standing) {
        return Side.of(gain(trial(standing)), Thresholds.LEAST_MARGIN) == Side.ABOVE;
    }

    private static Estimate gain(Contender trial) {
        return trial.scores().aboveBest(0);
    }

    private Pick pick(Preference preference, Standing standing) {
        Contender trial = trial(standing);
        Fit fit = fit(trial);
        Estimate gain = gain(trial);
        List<Configuration> rivals = board.tied().stream()
                .filter(other -> !other.equals(standing))
                .map(Standing::configuration)
                .toList();
        return new Pick(
                trial.id(),
                index(preference, window(fit)),
                window(fit),
                gain,
                standing.behind(),
                rivals,
                sentence(preference, standing, fit, gain, rivals.size()));
    }

    private String sentence(Preference preference, Standing standing, Fit fit, Estimate gain, int rivals) {
        int index = index(preference, window(fit));
        Moment moment = fit.moments().get(index);
        String base = "Epoch " + moment.epoch() + " (step " + moment.step() + ") "
                + (index == window(fit).minimum() ? "lowers" : "is as good as this trial's best epoch, which lowers")
                + " held-out loss by " + Percent.size(-gain.mean()) + " against the base";
        if (rivals == 0) {
            return base + "; every other configuration is shown to be worse.";
        }
        if (standing.place() != Standing.Place.WINNER) {
            String why = preference == Preference.SMALLEST ? "is the smallest" : "needs the least training";
            return base + "; of the configurations within " + Percent.size(reach()) + " of the best, this one " + why
                    + ".";
        }
        return base + "; " + rivals + (rivals == 1 ? " other configuration is" : " other configurations are")
                + " not shown to be worse.";
    }
}
