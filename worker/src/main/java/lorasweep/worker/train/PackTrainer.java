package lorasweep.worker.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lorasweep.result.StepTiming;
import lorasweep.result.TrialOutcome;
import lorasweep.result.TrialOutcome.Failure;
import lorasweep.result.TrialOutcome.FailureKind;
import lorasweep.runner.PackObserver;
import lorasweep.runner.TrialRunner.End;
import lorasweep.search.ScoreBoard.Score;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.data.EpochPlan;
import lorasweep.worker.data.Sample;
import lorasweep.worker.torch.DeviceMemory;

/**
 * Trains a pack from where it is to its end, epoch by epoch, slot by slot. Trials that are done, are
 * ended early, or fail, leave; the others go on. At the end of each epoch, and whenever a trial leaves
 * or a LoRA is saved, the state of all is published, so that a killed run loses at most the steps since.
 */
final class PackTrainer {
    private final PackInputs inputs;
    private final PackBatches batches;
    private final PackMeasures measures;
    private final Clock clock;
    private final TrainingListener listener;
    private final PackObserver observer;
    private final long longest;
    private final PhaseTimer timer;
    private List<TrialRun> runs;
    private PackSession session;
    private Instant lap;
    private long step;
    private int epoch = 1;
    private int slot;

    /** What becomes of a trial after an update: empty while it stays. */
    private enum Exit {
        FAILED,
        DONE,
        PRUNED
    }

    PackTrainer(
            PackInputs inputs,
            PackMeasures measures,
            Clock clock,
            TrainingListener listener,
            PackObserver observer,
            List<TrialRun> runs) {
        this.inputs = inputs;
        this.batches = new PackBatches(inputs.base().frozen(), inputs.base().tokenizer(), inputs.latents());
        this.measures = measures;
        this.clock = clock;
        this.listener = listener;
        this.observer = observer;
        this.runs = List.copyOf(runs);
        this.longest = runs.stream()
                .mapToLong(run -> run.arithmetic().totalSteps())
                .max()
                .orElseThrow();
        this.timer = new PhaseTimer(clock);
        this.session = newSession();
        this.lap = clock.instant();
    }

    /** Goes on from states that all trials have of one step. */
    void restore(List<TrialState> states) {
        for (int k = 0; k < runs.size(); k++) {
            session.restore(k, states.get(k));
            runs.get(k).restore(states.get(k));
        }
        step = states.get(0).step();
        epoch = states.get(0).epoch();
        slot = states.get(0).slot();
    }

    /** Trains until no trial is left or the observer asks to stop. */
    End train() throws IOException {
        int accumulation = runs.get(0).spec().batch().gradientAccumulationSteps();
        lap = clock.instant();
        try {
            while (!runs.isEmpty()) {
                EpochPlan plan = EpochPlan.of(
                        inputs.dataset(), runs.get(0).spec().batch().trainBatchSize(), epoch);
                int slots = plan.slots().size();
                Map<Long, List<List<Sample>>> bySeed = new TreeMap<>();
                while (slot < slots && !runs.isEmpty()) {
                    int end = Math.min(slots, slot + accumulation);
                    boolean[] broken = new boolean[runs.size()];
                    timer.beginStep();
                    for (; slot < end; slot++) {
                        microBatch(plan, bySeed, accumulation, broken);
                    }
                    update(broken, slot == slots);
                    if (!runs.isEmpty() && observer.isStopRequested()) {
                        publishStates(slot == slots ? epoch + 1 : epoch, slot == slots ? 0 : slot);
                        return End.STOPPED;
                    }
                }
                epoch++;
                slot = 0;
            }
            return End.FINISHED;
        } finally {
            session.close();
        }
    }

    private void microBatch(EpochPlan plan, Map<Long, List<List<Sample>>> bySeed, int accumulation, boolean[] broken) {
        int place = slot;
        List<List<Sample>> samples = new ArrayList<>();
        for (TrialRun run : runs) {
            samples.add(bySeed.computeIfAbsent(run.spec().seed(), plan::batches).get(place));
        }
        MicroBatch batch = batches.batch(session.trials(), samples, plan.slots().get(place), epoch);
        timer.begin(PhaseTimer.Phase.FORWARD);
        float[] losses = session.accumulate(batch, accumulation, () -> timer.begin(PhaseTimer.Phase.BACKWARD));
        timer.begin(PhaseTimer.Phase.DATA);
        int b = batch.samples();
        for (int k = 0; k < runs.size(); k++) {
            double loss = 0;
            for (int s = 0; s < b; s++) {
                loss += (double) losses[k * b + s] * batch.lossWeights()[k * b + s] / b;
                if (!Float.isFinite(losses[k * b + s]) && !broken[k]) {
                    broken[k] = true;
                    fail(runs.get(k), samples.get(k).get(s), batch.timesteps()[k * b + s]);
                }
            }
            if (!broken[k]) {
                runs.get(k).microBatch(epoch, place, loss, accumulation);
            }
        }
    }

    private void fail(TrialRun run, Sample sample, int timestep) {
        String message = ("the loss of step %d is not finite (image \"%s\", timestep %d, previous average %.4f);"
                        + " lower unet_lr or text_encoder_lr, or set max_grad_norm; the files saved before are kept")
                .formatted(step + 1, sample.image().name(), timestep, run.lossAverage());
        try {
            end(run, TrialOutcome.failed(run.cost(step), new Failure(FailureKind.NON_FINITE, message, step)), message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end(TrialRun run, TrialOutcome outcome, String how) throws IOException {
        run.finish(outcome);
        observer.ended(run.id(), outcome);
        listener.finished(run.spec(), how);
    }

    private void update(boolean[] broken, boolean endsEpoch) throws IOException {
        timer.begin(PhaseTimer.Phase.UPDATE);
        List<PackSession.Updated> updated = session.update(step);
        step++;
        StepTiming timing = timer.endStep(step, runs.size());
        List<Optional<Exit>> exits = new ArrayList<>();
        boolean publish = endsEpoch;
        for (int k = 0; k < runs.size(); k++) {
            TrialRun run = runs.get(k);
            boolean done = !broken[k] && step == run.arithmetic().totalSteps();
            exits.add(broken[k] ? Optional.of(Exit.FAILED) : done ? Optional.of(Exit.DONE) : Optional.empty());
            if (!broken[k]) {
                observer.stepped(run.id(), run.updated(step, epoch, updated.get(k), timing));
                publish |= record(k, run, endsEpoch, done);
            }
        }
        listener.stepped(step, longest, runs.stream().map(TrialRun::lossAverage).toList());
        double trained = seconds() / runs.size();
        runs.forEach(run -> run.spend(trained, 0, 0, 0));
        List<String> reasons = measure(exits, endsEpoch);
        if (publish || exits.stream().anyMatch(Optional::isPresent)) {
            publishAndShrink(exits, reasons, endsEpoch);
        }
    }

    /** Writes what is due of one trial; whether states should be published with it. */
    private boolean record(int k, TrialRun run, boolean endsEpoch, boolean done) throws IOException {
        if (endsEpoch || done) {
            run.endEpoch(epoch, step);
        }
        boolean saveStep = run.isSaveDueAtStep(step);
        if (saveStep) {
            run.saveStep(session, k, epoch, step, clock.instant());
        }
        if (endsEpoch && !done && run.isSaveDueAtEpoch(epoch)) {
            run.saveEpoch(session, k, epoch, step, clock.instant());
        }
        if (done) {
            run.saveFinal(session, k, epoch, step, clock.instant());
        }
        return saveStep;
    }

    /** Measures the trials that are at the end of an epoch, and asks whether they go on: why not, by trial. */
    private List<String> measure(List<Optional<Exit>> exits, boolean endsEpoch) throws IOException {
        List<Integer> due = new ArrayList<>();
        List<PackMeasures.Member> members = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (int k = 0; k < runs.size(); k++) {
            reasons.add("");
            boolean done = exits.get(k).equals(Optional.of(Exit.DONE));
            if (done || (endsEpoch && exits.get(k).isEmpty())) {
                int trial = k;
                due.add(k);
                TrialRun run = runs.get(k);
                int epochs = Math.toIntExact(run.arithmetic().epochs());
                members.add(new PackMeasures.Member(run.spec(), epochs, done, () -> session.lora(trial)));
            }
        }
        if (due.isEmpty()) {
            return reasons;
        }
        PackMeasures.Measured measured = measures.measure(new PackMeasures.Moment(epoch, step), members);
        long memory = DeviceMemory.bytes(inputs.base().frozen().manager().getDevice());
        for (int i = 0; i < due.size(); i++) {
            int k = due.get(i);
            TrialRun run = runs.get(k);
            run.spend(0, measured.probeSeconds() / due.size(), measured.sampleSeconds() / due.size(), memory);
            Optional<Score> score = measured.scores().get(i);
            Optional<String> reason = score.flatMap(value -> observer.measured(run.id(), epoch, value));
            if (reason.isPresent() && exits.get(k).isEmpty()) {
                exits.set(k, Optional.of(Exit.PRUNED));
                reasons.set(k, reason.get());
                run.saveFinal(session, k, epoch, step, clock.instant());
            }
        }
        lap = clock.instant();
        return reasons;
    }

    private double seconds() {
        Instant now = clock.instant();
        double seconds = Duration.between(lap, now).toNanos() / 1e9;
        lap = now;
        return seconds;
    }

    /**
     * Those who stay publish their state, then ends are recorded, then older states go: killed at any
     * moment, all that are not done have a state of one step, and so have those that were done later.
     */
    private void publishAndShrink(List<Optional<Exit>> exits, List<String> reasons, boolean endsEpoch)
            throws IOException {
        int nextEpoch = endsEpoch ? epoch + 1 : epoch;
        int nextSlot = endsEpoch ? 0 : slot;
        List<TrialRun> staying = new ArrayList<>();
        List<TrialState> states = new ArrayList<>();
        for (int k = 0; k < runs.size(); k++) {
            if (exits.get(k).isEmpty()) {
                TrialState state = runs.get(k).state(session, k, step, nextEpoch, nextSlot);
                runs.get(k).publish(state);
                staying.add(runs.get(k));
                states.add(state);
            }
        }
        observer.saved();
        for (int k = 0; k < runs.size(); k++) {
            TrialRun run = runs.get(k);
            if (exits.get(k).equals(Optional.of(Exit.DONE))) {
                end(run, TrialOutcome.completed(run.cost(step)), "done");
            } else if (exits.get(k).equals(Optional.of(Exit.PRUNED))) {
                end(run, TrialOutcome.pruned(run.cost(step), reasons.get(k)), "ended early, " + reasons.get(k));
            }
        }
        for (int k = 0; k < runs.size(); k++) {
            runs.get(k).states().keepOnly(exits.get(k).isPresent() ? TrialStateFile.NONE : step);
        }
        if (staying.size() < runs.size()) {
            runs = staying;
            session.close();
            if (!runs.isEmpty()) {
                session = newSession();
                for (int k = 0; k < runs.size(); k++) {
                    session.restore(k, states.get(k));
                }
            }
        }
    }

    private void publishStates(int nextEpoch, int nextSlot) throws IOException {
        for (int k = 0; k < runs.size(); k++) {
            runs.get(k).publish(runs.get(k).state(session, k, step, nextEpoch, nextSlot));
        }
        observer.saved();
        runs.forEach(run -> run.states().keepOnly(step));
    }

    private PackSession newSession() {
        List<TrialSpec> specs = runs.stream().map(TrialRun::spec).toList();
        List<Long> totals =
                runs.stream().map(run -> run.arithmetic().totalSteps()).toList();
        return new PackSession(inputs.base().frozen(), specs, totals);
    }
}
