package lorasweep.worker.train;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import lorasweep.result.Curve;
import lorasweep.result.EpochRecord;
import lorasweep.result.LossRecorder;
import lorasweep.result.StepRecord;
import lorasweep.result.StepTiming;
import lorasweep.result.TrialFolder;
import lorasweep.result.TrialOutcome;
import lorasweep.result.TrialOutcome.Cost;
import lorasweep.trial.StepArithmetic;
import lorasweep.trial.TrialId;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.safetensors.SafetensorsWriter;

/**
 * One trial on its way through a pack: what it records, saves and remembers, beside its weights and
 * optimizer, which the pack's session has.
 */
final class TrialRun implements AutoCloseable {
    private final TrialSpec spec;
    private final TrialId id;
    private final StepArithmetic arithmetic;
    private final TrialFolder folder;
    private final TrialFiles files;
    private final TrialStateFile states;
    private final TrainingMetadata metadata;
    private final TrialLogs logs;
    private LossRecorder recorder = new LossRecorder();
    private List<Double> epochLosses = new ArrayList<>();
    private double stepLoss;
    private double keysScaledShare;
    private Cost cost = new Cost(0, 0, 0, 0, 0);

    private TrialRun(
            TrialSpec spec,
            StepArithmetic arithmetic,
            TrialFolder folder,
            TrainingMetadata metadata,
            TrialStateFile states,
            Clock clock)
            throws IOException {
        this.spec = spec;
        this.id = spec.id();
        this.arithmetic = arithmetic;
        this.folder = folder;
        this.files = new TrialFiles(folder.path(), spec);
        this.states = states;
        this.metadata = metadata;
        this.logs = TrialLogs.open(folder, metadata.startedAt(), clock);
    }

    /** Opens a trial's folder behind the given step; everything recorded later is forgotten. */
    static TrialRun open(
            TrialSpec spec, StepArithmetic arithmetic, Path path, TrainingMetadata metadata, long fromStep, Clock clock)
            throws IOException {
        TrialFolder folder = TrialFolder.at(path);
        folder.rewindTo(fromStep);
        SafetensorsWriter.removeUnfinished(path);
        SafetensorsWriter.removeUnfinished(path.resolve("state"));
        return new TrialRun(
                spec,
                arithmetic,
                folder,
                metadata,
                new TrialStateFile(path, spec.id().toString()),
                clock);
    }

    TrialSpec spec() {
        return spec;
    }

    /** Its name, which takes a hash to find. */
    TrialId id() {
        return id;
    }

    StepArithmetic arithmetic() {
        return arithmetic;
    }

    TrialStateFile states() {
        return states;
    }

    /** Records the weighted loss of a micro-batch; place counts from 0 in the epoch, epochs from 1. */
    void microBatch(int epoch, int place, double loss, int accumulation) {
        recorder.add(epoch - 1, place, loss);
        stepLoss += loss / accumulation;
    }

    /** kohya's moving average. */
    double lossAverage() {
        return recorder.average();
    }

    /** Records an optimizer update. */
    StepRecord updated(long step, int epoch, PackSession.Updated updated, StepTiming timing) throws IOException {
        Map<Curve, Double> values = new EnumMap<>(Curve.class);
        values.put(Curve.LOSS, stepLoss);
        values.put(Curve.LOSS_AVERAGE, recorder.average());
        if (spec.learningRates().trainsUnet()) {
            values.put(Curve.UNET_LR, updated.rates().unet());
            values.put(Curve.UNET_GRADIENT, updated.gradients().unet());
            updated.totals().ifPresent(totals -> values.put(Curve.UNET_WEIGHTS, totals.unet()));
        }
        if (spec.learningRates().trainsTextEncoder()) {
            values.put(Curve.TEXT_ENCODER_LR, updated.rates().text());
            values.put(Curve.TEXT_ENCODER_GRADIENT, updated.gradients().text());
            updated.totals().ifPresent(totals -> values.put(Curve.TEXT_ENCODER_WEIGHTS, totals.text()));
        }
        updated.limited().ifPresent(limited -> {
            values.put(Curve.KEYS_SCALED, (double) limited.keysScaled());
            values.put(Curve.AVERAGE_KEY_NORM, limited.mean());
            values.put(Curve.MAX_KEY_NORM, limited.max());
            keysScaledShare = (double) limited.keysScaled() / limited.modules();
        });
        StepRecord row = new StepRecord(step, epoch, values);
        logs.append(row, timing);
        epochLosses.add(stepLoss);
        stepLoss = 0;
        return row;
    }

    /** Records the end of an epoch, cut short or not. */
    void endEpoch(int epoch, long step) throws IOException {
        double mean =
                epochLosses.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double squares = epochLosses.stream()
                .mapToDouble(loss -> (loss - mean) * (loss - mean))
                .sum();
        double deviation = epochLosses.size() < 2 ? 0 : Math.sqrt(squares / (epochLosses.size() - 1));
        EpochRecord row = new EpochRecord(epoch, step, recorder.average(), mean, deviation, keysScaledShare);
        logs.append(row);
        epochLosses = new ArrayList<>();
    }

    /** Whether a LoRA is due after this step. */
    boolean isSaveDueAtStep(long step) {
        int every = spec.save().saveEveryNSteps();
        return every > 0 && step % every == 0 && step < arithmetic.totalSteps();
    }

    /** Whether a LoRA is due at the end of this epoch; the last epoch's is the final file. */
    boolean isSaveDueAtEpoch(int epoch) {
        int every = spec.save().saveEveryNEpochs();
        return every > 0 && epoch % every == 0 && epoch < arithmetic.epochs();
    }

    void saveStep(PackSession session, int trial, int epoch, long step, Instant now) throws IOException {
        files.writeStep(step, session, trial, metadata.at(epoch - 1, step, now));
    }

    void saveEpoch(PackSession session, int trial, int epoch, long step, Instant now) throws IOException {
        files.writeEpoch(epoch, session, trial, metadata.at(epoch, step, now));
    }

    void saveFinal(PackSession session, int trial, int epoch, long step, Instant now) throws IOException {
        files.writeFinal(session, trial, metadata.at(epoch, step, now));
    }

    /** The trial's state between two steps, to be resumed from. */
    TrialState state(PackSession session, int trial, long step, int epoch, int slot) {
        return new TrialState(
                step,
                epoch,
                slot,
                recorder.window(),
                epochLosses.stream().mapToDouble(Double::doubleValue).toArray(),
                cost(step),
                session.weights(trial),
                session.optimizerState(trial));
    }

    /** Takes back what a state remembers beside weights and optimizer. */
    void restore(TrialState state) {
        recorder = LossRecorder.restore(state.lossWindow());
        epochLosses = new ArrayList<>(Arrays.stream(state.epochLosses()).boxed().toList());
        cost = state.cost();
    }

    /** Adds to what the trial cost: its shares of seconds, and the memory that is held. */
    void spend(double trainSeconds, double probeSeconds, double sampleSeconds, long memoryBytes) {
        cost = new Cost(
                cost.steps(),
                cost.trainSeconds() + trainSeconds,
                cost.probeSeconds() + probeSeconds,
                cost.sampleSeconds() + sampleSeconds,
                Math.max(cost.peakMemoryBytes(), memoryBytes));
    }

    /** What it cost until an optimizer update. */
    Cost cost(long step) {
        return new Cost(step, cost.trainSeconds(), cost.probeSeconds(), cost.sampleSeconds(), cost.peakMemoryBytes());
    }

    /** Leaves a state to be resumed from: all numbers until then are on disk before it is. */
    void publish(TrialState state) throws IOException {
        logs.flush();
        states.write(state);
    }

    /** Writes how the trial ended, behind all its numbers. */
    void finish(TrialOutcome outcome) throws IOException {
        logs.flush();
        folder.finish(outcome);
    }

    @Override
    public void close() throws IOException {
        logs.close();
    }
}
