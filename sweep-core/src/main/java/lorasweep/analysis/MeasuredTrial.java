package lorasweep.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorasweep.analysis.score.BestMoment;
import lorasweep.analysis.score.ImageResamples;
import lorasweep.analysis.score.TrialScores;
import lorasweep.analysis.verdict.CheckpointFlags;
import lorasweep.analysis.verdict.Flag;
import lorasweep.analysis.verdict.TrainingLossFlags;
import lorasweep.analysis.verdict.WeightCurve;
import lorasweep.analysis.verdict.WeightFlags;
import lorasweep.result.ProbePlan;
import lorasweep.result.ProbeTable;
import lorasweep.result.TrialOutcome;
import lorasweep.trial.TrialId;
import lorasweep.trial.TrialSpec;

/**
 * What is kept of an entry once its losses were averaged.
 *
 * @param plan the probes it was measured on, if any
 * @param scores empty if it was not measured on held-out images
 */
record MeasuredTrial(
        TrialSpec spec,
        TrialId id,
        List<Integer> levels,
        Optional<TrialOutcome> outcome,
        Optional<ProbePlan> plan,
        Optional<TrialScores> scores,
        List<WeightCurve> weightTests,
        List<Flag> flags) {
    /** Level by level, then by seed. */
    static final Comparator<MeasuredTrial> IN_GRID_ORDER = Comparator.<MeasuredTrial, List<Integer>>comparing(
                    MeasuredTrial::levels, MeasuredTrial::compareLevels)
            .thenComparingLong(trial -> trial.spec().seed())
            .thenComparing(MeasuredTrial::id);

    static MeasuredTrial of(List<Axis> axes, Entry entry) {
        requireFit(axes, entry);
        Optional<ProbeTable> table = entry.result().probes();
        List<Flag> flags =
                new ArrayList<>(CheckpointFlags.of(entry.spec(), entry.result().measures()));
        flags.addAll(TrainingLossFlags.of(entry.spec(), entry.result().epochs()));
        List<WeightCurve> weightTests = entry.result().weightTests().stream()
                .map(test -> WeightCurve.of(test, test.plan().seed()))
                .flatMap(Optional::stream)
                .toList();
        flags.addAll(WeightFlags.of(weightTests));
        return new MeasuredTrial(
                entry.spec(),
                entry.spec().id(),
                entry.levels(),
                entry.result().outcome(),
                table.map(ProbeTable::plan),
                table.filter(probes -> !probes.plan().heldOut().isEmpty()).map(TrialScores::of),
                weightTests,
                flags);
    }

    private static void requireFit(List<Axis> axes, Entry entry) {
        boolean fits = entry.levels().size() == axes.size();
        for (int axis = 0; fits && axis < axes.size(); axis++) {
            int level = entry.levels().get(axis);
            fits = level >= 0 && level < axes.get(axis).levels().size();
        }
        if (!fits) {
            throw new IllegalArgumentException("levels " + entry.levels() + " do not fit the axes " + axes);
        }
    }

    private static int compareLevels(List<Integer> a, List<Integer> b) {
        for (int axis = 0; axis < a.size(); axis++) {
            int order = Integer.compare(a.get(axis), b.get(axis));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** The trials with at least one scored trained moment, in the order given. */
    static List<Contender> contenders(List<MeasuredTrial> trials) {
        List<MeasuredTrial> scored = trials.stream()
                .filter(trial -> trial.scores()
                        .flatMap(s -> s.best().isPresent() ? Optional.of(s) : Optional.empty())
                        .isPresent())
                .toList();
        List<Contender> contenders = new ArrayList<>();
        Map<ProbePlan, ImageResamples> resamples = new HashMap<>();
        for (MeasuredTrial trial : scored) {
            TrialScores scores = trial.scores().orElseThrow();
            TrialScores reference = scored.get(0).scores().orElseThrow();
            BestMoment best = BestMoment.of(
                    scores,
                    resamples.computeIfAbsent(
                            scores.plan(),
                            plan -> ImageResamples.of(
                                    plan.seed(), plan.heldOut().size())));
            contenders.add(Contender.of(trial.spec(), trial.id(), trial.levels(), scores, best, reference));
        }
        return contenders;
    }
}
