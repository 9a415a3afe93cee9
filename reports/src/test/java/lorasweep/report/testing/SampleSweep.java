package lorasweep.report.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import lorasweep.grid.GridFile;
import lorasweep.plan.Assumptions;
import lorasweep.plan.Pack;
import lorasweep.plan.PlanJson;
import lorasweep.plan.SweepPlan;
import lorasweep.result.Curve;
import lorasweep.result.EpochRecord;
import lorasweep.result.Losses;
import lorasweep.result.Measure;
import lorasweep.result.ProbePlan;
import lorasweep.result.ResultLog;
import lorasweep.result.StepRecord;
import lorasweep.result.TrialFolder;
import lorasweep.result.TrialOutcome;
import lorasweep.sweep.Ledger;
import lorasweep.sweep.LedgerEvent;
import lorasweep.sweep.SweepFolder;
import lorasweep.trial.TrialId;
import lorasweep.trial.TrialSpec;

/** Writes the folder of a sweep as if it had run. */
public final class SampleSweep {
    /** When the first pack began. */
    public static final Instant BEGIN = Instant.parse("2026-03-01T09:00:00Z");

    private final SweepPlan plan;
    private final SweepFolder folder;
    private final ProbePlan probes;
    private final Losses base;
    private final int epochs;
    private int stride = 1;
    private int unfinished;
    private String failure = "";
    private List<String> prompts = List.of();

    private SampleSweep(SweepPlan plan, SweepFolder folder, int bands, int epochs) {
        this.plan = plan;
        this.folder = folder;
        this.probes = SimulatedRun.plan(bands);
        this.base = SimulatedRun.base(probes);
        this.epochs = epochs;
    }

    /** A sweep of rank × alpha × learning rate, 36 trials of 12 epochs. */
    public static SampleSweep character(Path out) {
        SampleSweep sweep = of(out, 12, 3, """
                  network_dim: [8, 16, 32]
                  network_alpha: [1, network_dim / 2, network_dim]
                  unet_lr: [2.5e-5, 1.0e-4, 4.0e-4, 1.6e-3]
                """, "[123]");
        sweep.prompts = List.of("girl, 1girl, on a beach", "girl, 1girl, city street, night");
        return sweep;
    }

    /** A sweep with any number of trials, a multiple of 10, over learning rate and rank. */
    public static SampleSweep large(Path out, int trials, int epochs, int bands) {
        SampleSweep sweep = of(out, epochs, bands, """
                  network_dim: [4, 8, 16, 32, 64]
                  unet_lr: {log: [1.0e-5, 1.0e-3], points: %d}
                """.formatted(trials / 10), "[1, 2]");
        sweep.stride = 10;
        return sweep;
    }

    private static SampleSweep of(Path out, int epochs, int bands, String grid, String seeds) {
        SweepPlan plan = SweepPlan.of(
                GridFile.parse("""
                version: 1
                name: sample-sweep
                base: /models/animefull-final-pruned.safetensors
                dataset: {path: /data/girl}
                train: {max_train_epochs: %d, network_dim: 16, network_alpha: 8, output_name: girl}
                grid:
                %sseeds: %s
                samples: {prompts: ["girl, 1girl, on a beach"], weights: [1]}
                pack: 4
                """.formatted(epochs, grid, seeds), "sample.yaml", out), Assumptions.MID_RANGE);
        return new SampleSweep(plan, SweepFolder.of(out, "sample-sweep"), bands, epochs);
    }

    /** Leaves the last trials without any result, as if the sweep still ran. */
    public SampleSweep running(int trials) {
        unfinished = trials;
        return this;
    }

    /** Lets the first trial fail with this message. */
    public SampleSweep failing(String message) {
        failure = message;
        return this;
    }

    /** Draws pictures of these prompts. */
    public SampleSweep prompts(List<String> texts) {
        prompts = texts;
        return this;
    }

    /** Writes everything and answers the sweep's folder. */
    public Path write() throws IOException {
        Files.createDirectories(folder.path());
        Files.writeString(folder.planFile(), PlanJson.text(plan));
        List<LedgerEvent> events = new ArrayList<>();
        events.add(new LedgerEvent.RunStarted(
                BEGIN, "run-1", "sample-sweep", false, plan.trials().size()));
        int done = plan.trials().size() - unfinished;
        for (int i = 0; i < plan.packs().size(); i++) {
            pack(plan.packs().get(i), i, events);
        }
        for (int i = 0; i < done; i++) {
            trial(plan.trials().get(i).spec(), i, events);
        }
        if (unfinished == 0) {
            events.add(new LedgerEvent.RunEnded(BEGIN.plusSeconds(7200), "run-1", LedgerEvent.RunEnd.DONE));
        }
        try (Ledger ledger = Ledger.open(folder.ledgerFile())) {
            ledger.append(events);
        }
        return folder.path();
    }

    private void pack(Pack pack, int number, List<LedgerEvent> events) {
        List<TrialId> ids = pack.trials().stream().map(trial -> trial.id()).toList();
        Instant start = BEGIN.plusSeconds(10 + 600L * (number / 2));
        events.add(new LedgerEvent.PackStarted(
                start, pack.number(), 1, ids, Integer.toString(number % 2), "node-" + number % 2, "cuda:0"));
        if (number * 4 < plan.trials().size() - unfinished) {
            events.add(new LedgerEvent.PackEnded(
                    start.plusSeconds(520 + 17L * (number % 4)), pack.number(), 1, LedgerEvent.PackEnd.FINISHED));
        }
    }

    private void trial(TrialSpec spec, int number, List<LedgerEvent> events) throws IOException {
        TrialFolder to = folder.trial(spec.id());
        if (number == 0 && !failure.isEmpty()) {
            TrialOutcome.Failure failed = new TrialOutcome.Failure(TrialOutcome.FailureKind.BAD_DATA, failure, 0);
            to.finish(TrialOutcome.failed(new TrialOutcome.Cost(0, 0, 0, 0, 0), failed));
            events.add(new LedgerEvent.TrialEnded(BEGIN, spec.id(), TrialOutcome.State.FAILED, failed.kind(), failure));
            return;
        }
        SimulatedRun run = new SimulatedRun(probes, base, spec, number);
        int last = run.breaksDown() ? Math.min(4, epochs) : epochs;
        try (var rows = to.openProbes(probes, base)) {
            for (int epoch = 1; epoch <= last; epoch++) {
                rows.append(run.row(epoch));
            }
        }
        logs(to, run, spec, last);
        try (var tests = to.openWeightTests()) {
            tests.append(run.weightTest(last));
        }
        if (!prompts.isEmpty()) {
            List<Integer> drawn = IntStream.rangeClosed(1, last)
                    .filter(epoch -> epoch % 3 == 0)
                    .boxed()
                    .toList();
            new SimulatedPictures(prompts).draw(to, drawn, spec.learningRates().unetLr() / 1e-4);
        }
        for (int epoch = 1; epoch <= last; epoch++) {
            String suffix = epoch == epochs ? "" : String.format("-%06d", epoch);
            Files.createFile(to.path().resolve("girl" + suffix + ".safetensors"));
        }
        double seconds = 40.0 * last;
        TrialOutcome.Cost cost = new TrialOutcome.Cost(
                (long) last * SimulatedRun.STEPS_PER_EPOCH, seconds, seconds / 8, seconds / 10, 5L << 30);
        String reason = "diverged: the training images' loss is 31 % above its lowest";
        to.finish(last < epochs ? TrialOutcome.pruned(cost, reason) : TrialOutcome.completed(cost));
        if (last < epochs) {
            events.add(new LedgerEvent.TrialEnded(
                    BEGIN.plusSeconds(60L * number), spec.id(), TrialOutcome.State.PRUNED, null, reason));
        }
    }

    private void logs(TrialFolder to, SimulatedRun run, TrialSpec spec, int last) throws IOException {
        int steps = last * SimulatedRun.STEPS_PER_EPOCH;
        try (ResultLog<StepRecord> log = to.openSteps()) {
            for (int step = stride; step <= steps; step += stride) {
                int epoch = (step - 1) / SimulatedRun.STEPS_PER_EPOCH + 1;
                Map<Curve, Double> values = new EnumMap<>(Curve.class);
                double loss = run.trainingLoss((double) step / SimulatedRun.STEPS_PER_EPOCH);
                values.put(Curve.LOSS, loss);
                values.put(Curve.LOSS_AVERAGE, loss);
                double decay = 0.5 * (1 + Math.cos(Math.PI * step / (SimulatedRun.STEPS_PER_EPOCH * epochs)));
                values.put(Curve.UNET_LR, spec.learningRates().unetLr() * decay);
                if (step % Curve.WEIGHTS_EVERY == 0) {
                    values.put(Curve.UNET_WEIGHTS, 0.1 * Math.sqrt(step));
                }
                log.append(new StepRecord(step, epoch, values));
            }
        }
        try (ResultLog<EpochRecord> log = to.openEpochs()) {
            for (int epoch = 1; epoch <= last; epoch++) {
                double loss = run.trainingLoss(epoch);
                log.append(new EpochRecord(epoch, (long) epoch * SimulatedRun.STEPS_PER_EPOCH, loss, loss, 0.002, 0));
            }
        }
        Map<String, Double> norms = new TreeMap<>();
        for (String block : List.of("down_0", "down_1", "down_2", "mid", "up_1", "up_2", "up_3", "te_layers_0")) {
            norms.put(block, 0.5 + 0.1 * norms.size());
        }
        try (ResultLog<Measure> log = to.openMeasures()) {
            if (!prompts.isEmpty()) {
                log.append(new SimulatedPictures(prompts).memorisation(to, last - last % 3));
            }
            log.append(new Measure.Norms(last, steps, norms));
        }
    }
}
