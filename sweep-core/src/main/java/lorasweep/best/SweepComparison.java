package lorasweep.best;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import lorasweep.analysis.Axis;
import lorasweep.analysis.Entry;
import lorasweep.analysis.NoiseFloor;
import lorasweep.analysis.SweepAnalysis;
import lorasweep.analysis.TrialAnalysis;
import lorasweep.analysis.score.Series;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.result.ProbePlan;
import lorasweep.sweep.SweepState;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialId;

/**
 * Two sweeps side by side: the best configuration of each, and by how much they differ, paired by image.
 *
 * @param first best of the first sweep
 * @param second best of the second sweep
 * @param difference score of the second less that of the first; below 0 the second is better
 */
public record SweepComparison(TrialAnalysis first, TrialAnalysis second, Estimate difference) {
    private static final String AXIS = "sweep";

    /**
     * Compares two sweeps. Each is represented by the configuration with the lowest score at its best
     * moment; the difference is of scores as they are reported, and its error includes what seeds change
     * where a sweep has several.
     *
     * @throws InvalidInputException if they cannot be ranked: their trials were measured on different
     *     probes, or one has no trial measured on held-out images
     */
    public static SweepComparison of(SweepState first, SweepState second) {
        requireSameProbes(first, second);
        Axis axis = new Axis(
                AXIS,
                List.of(
                        new Axis.Level("first", OptionalDouble.empty()),
                        new Axis.Level("second", OptionalDouble.empty())));
        List<Entry> entries = new ArrayList<>();
        Set<TrialId> known = new HashSet<>();
        add(first, 0, entries, known);
        add(second, 1, entries, known);
        SweepAnalysis analysis = SweepAnalysis.of(List.of(axis), entries);
        TrialAnalysis one = trial(analysis, best(first));
        TrialAnalysis two = trial(analysis, best(second));
        Series a = scores(one);
        Series b = scores(two);
        double[] differences = new double[a.size()];
        for (int image = 0; image < differences.length; image++) {
            differences[image] = b.at(image) - a.at(image);
        }
        return new SweepComparison(one, two, withSeeds(Estimate.of(differences), one.equals(two), first, second));
    }

    /** Adds what seeds change, as far as the sweeps have measured it. */
    private static Estimate withSeeds(Estimate images, boolean isSameTrial, SweepState first, SweepState second) {
        Estimate difference = images;
        for (SweepState state : List.of(first, second)) {
            NoiseFloor floor = state.analysis().floor();
            if (!isSameTrial && floor.source() == NoiseFloor.Source.REPLICATES) {
                difference = difference.widened(floor.deviation() * floor.deviation(), floor.degreesOfFreedom());
            }
        }
        return difference;
    }

    /** A trial that both sweeps have is one trial. */
    private static void add(SweepState state, int level, List<Entry> entries, Set<TrialId> known) {
        for (Entry entry : state.entries()) {
            if (known.add(entry.spec().id())) {
                entries.add(new Entry(entry.spec(), List.of(level), entry.result()));
            }
        }
    }

    private static void requireSameProbes(SweepState first, SweepState second) {
        ProbePlan one = plan(first);
        ProbePlan two = plan(second);
        List<String> differ = new ArrayList<>();
        if (!one.heldOut().equals(two.heldOut())) {
            Set<String> shared = new HashSet<>(one.heldOut());
            shared.retainAll(two.heldOut());
            differ.add(String.format(
                    Locale.ROOT,
                    "held-out images (%d and %d, %d in common)",
                    one.heldOut().size(),
                    two.heldOut().size(),
                    shared.size()));
        }
        if (!one.timesteps().equals(two.timesteps())) {
            differ.add("timesteps (" + one.timesteps() + " and " + two.timesteps() + ")");
        }
        if (one.noises() != two.noises() || one.seed() != two.seed()) {
            differ.add("noises");
        }
        if (!one.trainTwin().equals(two.trainTwin())) {
            differ.add("measured training images");
        }
        if (differ.isEmpty() && !one.equals(two)) {
            differ.add("bands of timesteps");
        }
        if (!differ.isEmpty()) {
            throw new InvalidInputException(first.name() + " and " + second.name() + ": differ in "
                    + String.join(", ", differ)
                    + ", expected the same probes; losses on other images or noises cannot be ranked, run the"
                    + " second grid on the first one's dataset and probes.");
        }
    }

    private static ProbePlan plan(SweepState state) {
        for (Entry entry : state.entries()) {
            Optional<ProbePlan> plan = entry.result().probes().map(table -> table.plan());
            if (plan.isPresent()) {
                return plan.get();
            }
        }
        throw new InvalidInputException(state.folder().path() + ": no trial was measured yet, expected at least one"
                + " measured on held-out images; wait for the first epochs.");
    }

    /** The trial that stands for a sweep: chosen without a look at the other. */
    private static TrialId best(SweepState state) {
        return state.analysis().leaderboard().standings().stream()
                .findFirst()
                .map(standing -> standing.trials().get(0))
                .orElseThrow(() -> new InvalidInputException(state.folder().path()
                        + ": no trial has a score on held-out images, expected at least one; hold images out"
                        + " (heldout: in the grid file)."));
    }

    private static TrialAnalysis trial(SweepAnalysis analysis, TrialId id) {
        return analysis.trials().stream()
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Series scores(TrialAnalysis trial) {
        return trial.fit().orElseThrow().bestByImage().orElseThrow();
    }
}
