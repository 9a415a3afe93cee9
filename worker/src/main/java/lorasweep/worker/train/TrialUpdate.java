package lorasweep.worker.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lorasweep.trial.LearningRateSchedule;
import lorasweep.trial.OptimizerSettings;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.torch.Kernels;

/** One trial's side of a step: its optimizers at its learning rates. */
final class TrialUpdate implements AutoCloseable {
    private final TrialSpec spec;
    private final LearningRateSchedule schedule;
    private final Optional<Optimizer> text;
    private final Optional<Optimizer> unet;

    /**
     * Learning rates of the parts at one step; 0 for a part that is not trained.
     *
     * @param text of the text encoder
     * @param unet of the U-Net
     */
    record Rates(double text, double unet) {}

    TrialUpdate(
            Kernels kernels,
            NDManager manager,
            TrialSpec spec,
            LearningRateSchedule schedule,
            PackAdapters adapters,
            int trial) {
        this.spec = spec;
        this.schedule = schedule;
        this.text = optimizer(kernels, manager, spec.optimizer(), adapters.reachedTextRows(trial));
        this.unet = optimizer(kernels, manager, spec.optimizer(), adapters.unetRows(trial));
    }

    private static Optional<Optimizer> optimizer(
            Kernels kernels, NDManager manager, OptimizerSettings settings, List<TrainedRows> rows) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (settings.optimizerType()) {
                    case ADAMW -> new AdamW(kernels, manager, settings, rows);
                    case ADAMW_8BIT -> new AdamW8bit(kernels, manager, settings, rows);
                });
    }

    /** The learning rates in force at a step, counted from 0. */
    Rates rates(long step) {
        double factor = schedule.multiplier(step);
        return new Rates(
                text.isPresent() ? spec.learningRates().textEncoderLr() * factor : 0,
                unet.isPresent() ? spec.learningRates().unetLr() * factor : 0);
    }

    /** Applies the gradients of a step, counted from 0. */
    void step(long step) {
        Rates rates = rates(step);
        text.ifPresent(optimizer -> optimizer.step(rates.text));
        unet.ifPresent(optimizer -> optimizer.step(rates.unet));
    }

    /** The tensors of both optimizers, by part and name. */
    Map<String, NDArray> state() {
        Map<String, NDArray> state = new TreeMap<>();
        text.ifPresent(optimizer -> optimizer.state().forEach((name, tensor) -> state.put("text." + name, tensor)));
        unet.ifPresent(optimizer -> optimizer.state().forEach((name, tensor) -> state.put("unet." + name, tensor)));
        return state;
    }

    @Override
    public void close() {
        text.ifPresent(Optimizer::close);
        unet.ifPresent(Optimizer::close);
    }
}
