package lorasweep.best;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import lorasweep.grid.GridFile;
import lorasweep.plan.Assumptions;
import lorasweep.plan.PlanJson;
import lorasweep.plan.PlannedTrial;
import lorasweep.plan.SweepPlan;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.result.Band;
import lorasweep.result.Losses;
import lorasweep.result.ProbePlan;
import lorasweep.result.ProbeRow;
import lorasweep.result.ResultLog;
import lorasweep.result.TrialFolder;
import lorasweep.result.TrialOutcome;
import lorasweep.sweep.Ledger;
import lorasweep.sweep.LedgerEvent;
import lorasweep.sweep.SweepFolder;
import lorasweep.trial.TrialSpec;

/** Finished sweeps over ranks with made-up losses: each rank has a loss of its own from epoch 2 of 3 on. */
final class TwoSweeps {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final int IMAGES = 12;
    static final List<Double> BEST_IN_THE_MIDDLE = List.of(0.5, 1.0, 0.4);
    static final List<Double> BEST_AT_THE_END = List.of(0.5, 0.8, 1.0);

    private TwoSweeps() {}

    static ProbePlan probes(String prefix) {
        List<String> heldOut = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            heldOut.add(prefix + i);
        }
        List<Band> bands = List.of(new Band("detail", 0, 500), new Band("composition", 500, 1000));
        return new ProbePlan(0, heldOut, List.of(), List.of(250, 750), 2, bands);
    }

    /**
     * Writes a sweep whose trials lower the loss by a share that depends on the rank.
     *
     * @param shareAtRank8 of rank 8
     * @param shareAtRank16 of rank 16
     */
    static SweepFolder write(Path out, String name, ProbePlan probes, double shareAtRank8, double shareAtRank16)
            throws IOException {
        return write(
                out,
                """
                version: 1
                name: %s
                base: base.safetensors
                dataset: {path: data}
                train: {max_train_epochs: 3, output_name: girl, unet_lr: %s}
                grid:
                  network_dim: [16, 8]
                """.formatted(name, name.equals("one") ? "0.0001" : "0.0002"),
                probes,
                spec -> spec.network().networkDim() == 8 ? shareAtRank8 : shareAtRank16,
                BEST_IN_THE_MIDDLE);
    }

    /**
     * Writes the sweep of a grid.
     *
     * @param share by which a trial lowers the loss
     * @param course how much of that after each epoch
     */
    static SweepFolder write(
            Path out, String grid, ProbePlan probes, ToDoubleFunction<TrialSpec> share, List<Double> course)
            throws IOException {
        SweepPlan plan = SweepPlan.of(GridFile.parse(grid, "grid.yaml", out), Assumptions.MID_RANGE);
        String name = plan.grid().name();
        SweepFolder folder = SweepFolder.of(out, name);
        Files.createDirectories(folder.path());
        Files.writeString(folder.planFile(), PlanJson.text(plan));
        try (Ledger ledger = Ledger.open(folder.ledgerFile())) {
            ledger.append(List.of(new LedgerEvent.RunStarted(AT, "r", name, false, 2)));
        }
        for (PlannedTrial trial : plan.trials()) {
            double own = share.applyAsDouble(trial.spec());
            measure(
                    folder,
                    trial.spec(),
                    probes,
                    course.stream().mapToDouble(part -> part * own).toArray());
        }
        return folder;
    }

    private static void measure(SweepFolder sweep, TrialSpec spec, ProbePlan probes, double[] shares)
            throws IOException {
        TrialFolder folder = sweep.trial(spec.id());
        float[] base = new float[probes.count()];
        for (int i = 0; i < base.length; i++) {
            base[i] = 0.1f + 0.001f * (i % 7);
        }
        try (ResultLog<ProbeRow> log = folder.openProbes(probes, Losses.of(base))) {
            for (int epoch = 1; epoch <= shares.length; epoch++) {
                float[] losses = new float[base.length];
                RandomStream noise =
                        RandomStream.of(epoch, Purpose.DEMO, spec.network().networkDim());
                for (int i = 0; i < losses.length; i++) {
                    losses[i] = (float) (base[i] * (1 - shares[epoch - 1] + 0.003 * noise.nextGaussian()));
                }
                log.append(new ProbeRow(epoch, epoch * 10L, Losses.of(losses)));
            }
        }
        for (String file : List.of("girl-000001", "girl-000002", "girl")) {
            Files.writeString(folder.path().resolve(file + ".safetensors"), file + " " + spec.id());
        }
        folder.finish(TrialOutcome.completed(new TrialOutcome.Cost(30, 1, 0, 0, 0)));
    }
}
