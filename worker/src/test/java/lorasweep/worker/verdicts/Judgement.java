package lorasweep.worker.verdicts;

import java.io.IOException;
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
import lorasweep.result.TrialFolder;
import lorasweep.result.TrialOutcome;
import lorasweep.result.TrialResult;
import lorasweep.setting.NormalNumber;
import lorasweep.trial.TrialId;
import lorasweep.trial.TrialSpec;

/** A sweep of the benchmark as the judging code sees it, with the held-out pictures of one draw. */
final class Judgement {
    private final BenchmarkSweep sweep;
    private final int draw;

    private Judgement(BenchmarkSweep sweep, int draw) {
        this.sweep = sweep;
        this.draw = draw;
    }

    /** What is said of the sweep's trials. */
    static Map<TrialId, TrialAnalysis> of(BenchmarkSweep sweep, int draw) throws IOException {
        return new Judgement(sweep, draw)
                .analysis().trials().stream().collect(Collectors.toMap(TrialAnalysis::id, trial -> trial));
    }

    private SweepAnalysis analysis() throws IOException {
        TreeMap<Double, List<TrialSpec>> byRate = new TreeMap<>();
        for (TrialSpec spec : sweep.specs()) {
            byRate.computeIfAbsent(spec.learningRates().unetLr(), rate -> new ArrayList<>())
                    .add(spec);
        }
        List<Entry> entries = new ArrayList<>();
        List<Axis.Level> levels = new ArrayList<>();
        for (Map.Entry<Double, List<TrialSpec>> rate : byRate.entrySet()) {
            for (TrialSpec spec : rate.getValue()) {
                entries.add(new Entry(spec, List.of(levels.size()), result(spec)));
            }
            levels.add(new Axis.Level(NormalNumber.text(rate.getKey()), OptionalDouble.of(rate.getKey())));
        }
        return SweepAnalysis.of(List.of(new Axis("unet_lr", levels)), entries);
    }

    private TrialResult result(TrialSpec spec) throws IOException {
        TrialResult whole =
                TrialFolder.at(sweep.trials().resolve(spec.id().toString())).read();
        OracleFile measured = sweep.truth(spec);
        return new TrialResult(
                whole.probes().map(this::seen),
                whole.epochs().stream()
                        .filter(epoch -> epoch.epoch() <= sweep.size().epochs())
                        .toList(),
                measured.weightTests().size() == sweep.size().draws()
                        ? List.of(measured.weightTests().get(draw))
                        : List.of(),
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
