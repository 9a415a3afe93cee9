package lorasweep.worker.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import lorasweep.result.StepTiming;
import lorasweep.result.TrialOutcome;
import lorasweep.result.TrialOutcome.Failure;
import lorasweep.result.TrialOutcome.FailureKind;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.data.Dataset;
import lorasweep.worker.data.EpochPlan;
import lorasweep.worker.data.Sample;

/**
 * Trains a pack from where it is to its end, epoch by epoch, slot by slot. Trials that are done, or
 * fail, leave; the others go on. At the end of each epoch, and whenever a trial leaves or a LoRA is
 * saved, the state of all is published, so that a killed run loses at most the steps since.
 */
final class PackTrainer {
    private final FrozenBase base;
    private final Dataset dataset;
    private final PackBatches batches;
    private final Clock clock;
    private final TrainingListener listener;
    private final StopSignal stop;
    private final long longest;
    private final PhaseTimer timer;
    private List<TrialRun> runs;
    private PackSession session;
    private long step;
    private int epoch = 1;
    private int slot;

    /** How a call of {@link #train} ended. */
    enum End {
        /** No trial is left. */
        FINISHED,
        /** The stop signal was raised; every trial's state is saved. */
        STOPPED
    }

    PackTrainer(
            FrozenBase base,
            Dataset dataset,
            PackBatches batches,
            Clock clock,
            TrainingListener listener,
            StopSignal stop,
            List<TrialRun> runs) {
        this.base = base;
        this.dataset = dataset;
        this.batches = batches;
        this.clock = clock;
        this.listener = listener;
        this.stop = stop;
        this.runs = List.copyOf(runs);
        this.longest = runs.stream()
                .mapToLong(run -> run.arithmetic().totalSteps())
                .max()
                .orElseThrow();
        this.timer = new PhaseTimer(clock);
        this.session = newSession();
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

    /** Trains until no trial is left or the signal is raised. */
    End train() throws IOException {
        int accumulation = runs.get(0).spec().batch().gradientAccumulationSteps();
        try {
            while (!runs.isEmpty()) {
                EpochPlan plan =
                        EpochPlan.of(dataset, runs.get(0).spec().batch().trainBatchSize(), epoch);
                int slots = plan.slots().size();
                Map<Long, List<List<Sample>>> bySeed = new TreeMap<>();
                while (slot < slots && !runs.isEmpty()) {
                    int end = Math.min(slots, slot + accumulation);
                    boolean[] broken = new boolean[runs.size()];
                    for (; slot < end; slot++) {
                        microBatch(plan, bySeed, accumulation, broken);
                    }
                    update(broken, slot == slots);
                    if (stop.isRaised() && !runs.isEmpty()) {
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
            run.finish(TrialOutcome.failed(run.cost(step), new Failure(FailureKind.NON_FINITE, message, step)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        listener.finished(run.spec(), message);
    }

    private void update(boolean[] broken, boolean endsEpoch) throws IOException {
        timer.begin(PhaseTimer.Phase.UPDATE);
        List<PackSession.Updated> updated = session.update(step);
        step++;
        StepTiming timing = timer.endStep(step, runs.size());
        boolean publish = endsEpoch;
        boolean[] leaves = Arrays.copyOf(broken, broken.length);
        for (int k = 0; k < runs.size(); k++) {
            TrialRun run = runs.get(k);
            if (broken[k]) {
                continue;
            }
            run.updated(step, epoch, updated.get(k), timing);
            boolean done = step == run.arithmetic().totalSteps();
            if (endsEpoch || done) {
                run.endEpoch(epoch, step);
            }
            if (run.isSaveDueAtStep(step)) {
                run.saveStep(session, k, epoch, step, clock.instant());
                publish = true;
            }
            if (endsEpoch && !done && run.isSaveDueAtEpoch(epoch)) {
                run.saveEpoch(session, k, epoch, step, clock.instant());
            }
            if (done) {
                run.saveFinal(session, k, epoch, step, clock.instant());
                leaves[k] = true;
            }
        }
        listener.stepped(step, longest, runs.stream().map(TrialRun::lossAverage).toList());
        boolean someLeave = IntStream.range(0, leaves.length).anyMatch(k -> leaves[k]);
        if (publish || someLeave) {
            publishAndShrink(leaves, broken, endsEpoch);
        }
    }

    /**
     * Those who stay publish their state, then ends are recorded, then older states go: killed at any
     * moment, all that are not done have a state of one step, and so have those that were done later.
     */
    private void publishAndShrink(boolean[] leaves, boolean[] broken, boolean endsEpoch) throws IOException {
        int nextEpoch = endsEpoch ? epoch + 1 : epoch;
        int nextSlot = endsEpoch ? 0 : slot;
        List<TrialRun> staying = new ArrayList<>();
        List<TrialState> states = new ArrayList<>();
        for (int k = 0; k < runs.size(); k++) {
            if (!leaves[k]) {
                TrialState state = runs.get(k).state(session, k, step, nextEpoch, nextSlot);
                runs.get(k).states().write(state);
                staying.add(runs.get(k));
                states.add(state);
            }
        }
        for (int k = 0; k < runs.size(); k++) {
            if (leaves[k] && !broken[k]) {
                runs.get(k).finish(TrialOutcome.completed(runs.get(k).cost(step)));
                listener.finished(runs.get(k).spec(), "done");
            }
        }
        for (int k = 0; k < runs.size(); k++) {
            runs.get(k).states().keepOnly(leaves[k] ? TrialStateFile.NONE : step);
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
            runs.get(k).states().write(runs.get(k).state(session, k, step, nextEpoch, nextSlot));
        }
        runs.forEach(run -> run.states().keepOnly(step));
    }

    private PackSession newSession() {
        List<TrialSpec> specs = runs.stream().map(TrialRun::spec).toList();
        List<Long> totals =
                runs.stream().map(run -> run.arithmetic().totalSteps()).toList();
        return new PackSession(base, specs, totals);
    }
}
