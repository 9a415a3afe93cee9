package lorasweep.worker.verdicts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lorasweep.analysis.Axis;
import lorasweep.analysis.Entry;
import lorasweep.analysis.SweepAnalysis;
import lorasweep.analysis.TrialAnalysis;
import lorasweep.result.Losses;
import lorasweep.result.ProbePlan;
import lorasweep.result.ProbeRow;
import lorasweep.result.ProbeTable;
import lorasweep.result.TrialOutcome;
import lorasweep.result.TrialResult;
import lorasweep.result.WeightTest;
import lorasweep.setting.NormalNumber;
import lorasweep.trial.TrialId;

/** A sweep of the benchmark as the judging code sees it, with the held-out pictures of one draw. */
final class Judgement {
    private final MeasuredSweep sweep;
    private final int draw;

    private Judgement(MeasuredSweep sweep, int draw) {
        this.sweep = sweep;
        this.draw = draw;
    }

    /** What is said of the sweep's trials. */
    static Map<TrialId, TrialAnalysis> of(MeasuredSweep sweep, int draw) {
        return new Judgement(sweep, draw)
                .analysis().trials().stream().collect(Collectors.toMap(TrialAnalysis::id, trial -> trial));
    }

    private SweepAnalysis analysis() {
        TreeMap<Double, List<TrialRecord>> byRate = new TreeMap<>();
        for (TrialRecord trial : sweep.trials()) {
            byRate.computeIfAbsent(trial.spec().learningRates().unetLr(), rate -> new ArrayList<>())
                    .add(trial);
        }
        List<Entry> entries = new ArrayList<>();
        List<Axis.Level> levels = new ArrayList<>();
        for (Map.Entry<Double, List<TrialRecord>> rate : byRate.entrySet()) {
            for (TrialRecord trial : rate.getValue()) {
                entries.add(new Entry(trial.spec(), List.of(levels.size()), seen(trial)));
            }
            levels.add(new Axis.Level(NormalNumber.text(rate.getKey()), OptionalDouble.of(rate.getKey())));
        }
        return SweepAnalysis.of(List.of(new Axis("unet_lr", levels)), entries);
    }

    /** What a judge of this draw sees of a trial. */
    private TrialResult seen(TrialRecord trial) {
        TrialResult whole = trial.result();
        List<WeightTest> tests = trial.checkpoints().weightTests();
        return new TrialResult(
                whole.probes().map(this::seen),
                whole.epochs().stream()
                        .filter(epoch -> epoch.epoch() <= sweep.size().epochs())
                        .toList(),
                tests.size() == sweep.size().draws() ? List.of(tests.get(draw)) : List.of(),
                List.of(),
                whole.outcome().filter(this::isFailureSeen));
    }

    private boolean isFailureSeen(TrialOutcome outcome) {
        int samples = sweep.images() * sweep.size().repeats(sweep.images());
        long steps = (long) sweep.size().epochs() * samples / sweep.size().batch();
        return outcome.failure() != null && outcome.failure().step() < steps;
    }

    /** The rows up to the last epoch that is judged, with the draw's pictures alone. */
    private ProbeTable seen(ProbeTable table) {
        ProbePlan all = table.plan();
        int from = draw * sweep.size().draw();
        ProbePlan plan = new ProbePlan(
                all.seed(),
                all.heldOut().subList(from, from + sweep.size().draw()),
                all.trainTwin(),
                all.timesteps(),
                all.noises(),
                all.bands());
        List<ProbeRow> rows = table.rows().stream()
                .filter(row -> row.epoch() <= sweep.size().epochs())
                .map(row -> new ProbeRow(row.epoch(), row.step(), part(all, plan, row.losses())))
                .toList();
        return new ProbeTable(plan, part(all, plan, table.base()), rows);
    }

    private Losses part(ProbePlan all, ProbePlan plan, Losses losses) {
        int perPicture = all.timesteps().size() * all.noises();
        float[] values = losses.toArray();
        float[] part = Arrays.copyOf(
                Arrays.copyOfRange(values, draw * sweep.size().draw() * perPicture, values.length), plan.count());
        int twin = plan.trainTwin().size() * perPicture;
        System.arraycopy(values, values.length - twin, part, part.length - twin, twin);
        return Losses.of(part);
    }
}
