package lorasweep.worker.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lorasweep.result.Curve;
import lorasweep.trial.LearningRateSchedule;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.lora.AdapterArray;
import lorasweep.worker.lora.LoraAdapter;
import lorasweep.worker.torch.Kernels;

/**
 * Everything native that a set of trials needs while they are trained together: adapters, contexts,
 * optimizers. When a trial leaves, the others move to a session of their own.
 */
final class PackSession implements AutoCloseable {
    private final Kernels kernels;
    private final NDManager manager;
    private final List<TrialSpec> trials;
    private final PackAdapters adapters;
    private final PackText text;
    private final PackStep step;
    private final PackUpdate update;
    private final List<TrialUpdate> updates = new ArrayList<>();
    private final boolean limited;
    private final WeightNorms norms;

    /**
     * A session of trials at the beginning; {@link #restore} puts them elsewhere.
     *
     * @param totalSteps optimizer updates of each trial, which its learning-rate schedule spans
     */
    PackSession(FrozenBase base, List<TrialSpec> trials, List<Long> totalSteps) {
        this.kernels = base.kernels();
        this.manager = base.manager().newSubManager();
        this.trials = List.copyOf(trials);
        this.adapters = new PackAdapters(kernels, manager, base.config(), trials);
        this.text = new PackText(kernels, manager, base.text(), trials, adapters);
        PackStep.Memory memory =
                trials.get(0).compute().gradientCheckpointing() ? PackStep.Memory.CHECKPOINTED : PackStep.Memory.ALL;
        this.step =
                new PackStep(kernels, manager, base.unet(), text, adapters, base.schedule(), base.prediction(), memory);
        this.update = new PackUpdate(kernels, manager, adapters, trials.size());
        this.limited = trials.stream().anyMatch(spec -> spec.loss().scaleWeightNorms() > 0);
        this.norms = new WeightNorms(kernels, manager, List.of(adapters.text(), adapters.unet()), limited);
        for (int k = 0; k < trials.size(); k++) {
            TrialSpec spec = trials.get(k);
            adapters.named(k).values().forEach(rows -> initialise(rows, spec.seed()));
            LearningRateSchedule schedule = LearningRateSchedule.of(spec, totalSteps.get(k));
            updates.add(new TrialUpdate(kernels, manager, spec, schedule, adapters, k));
        }
    }

    private static void initialise(TrainedRows rows, long seed) {
        AdapterArray array = rows.array();
        array.write(rows.index(), AdapterInitialisation.rows(array.layout(), array.rank(rows.index()), seed));
    }

    /** The trials, in the order in which batches hold them. */
    List<TrialSpec> trials() {
        return trials;
    }

    /** Forward and backward of one micro-batch; see {@link PackStep#run}. */
    float[] accumulate(MicroBatch batch, int accumulation, Runnable beforeBackward) {
        return step.run(batch, accumulation, beforeBackward);
    }

    /**
     * What an update did to one trial.
     *
     * @param rates in force
     * @param gradients norms before clipping
     * @param limited figures of scale_weight_norms
     * @param totals of its modules, at every {@link Curve#WEIGHTS_EVERY}th update
     */
    record Updated(
            TrialUpdate.Rates rates,
            PackUpdate.GradientNorms gradients,
            Optional<WeightNorms.Limited> limited,
            Optional<Totals> totals) {}

    /**
     * Roots of the sums of squares of {@code |scale * up * down|} over a trial's modules.
     *
     * @param text over those in the text encoder
     * @param unet over those in the U-Net
     */
    record Totals(double text, double unet) {}

    /**
     * Clips, updates and clears the gradients of all trials, then limits weight norms.
     *
     * @param stepIndex the update's number, from 0
     */
    List<Updated> update(long stepIndex) {
        List<PackUpdate.GradientNorms> gradients = update.norms();
        update.clip(
                gradients,
                trials.stream()
                        .mapToDouble(spec -> spec.optimizer().maxGradNorm())
                        .toArray());
        updates.forEach(trial -> trial.step(stepIndex));
        update.clear();
        text.endStep();
        boolean totalsDue = (stepIndex + 1) % Curve.WEIGHTS_EVERY == 0;
        if (totalsDue || limited) {
            norms.measure();
        }
        List<Updated> updated = new ArrayList<>();
        for (int k = 0; k < trials.size(); k++) {
            Optional<WeightNorms.Limited> figures = limit(k);
            Optional<Totals> totals = totalsDue ? Optional.of(totals(k)) : Optional.empty();
            updated.add(new Updated(updates.get(k).rates(stepIndex), gradients.get(k), figures, totals));
        }
        return updated;
    }

    private Totals totals(int trial) {
        return new Totals(norms.total(adapters.textRows(trial)), norms.total(adapters.unetRows(trial)));
    }

    private Optional<WeightNorms.Limited> limit(int trial) {
        double limit = trials.get(trial).loss().scaleWeightNorms();
        return limit == 0
                ? Optional.empty()
                : Optional.of(norms.limit(List.copyOf(adapters.named(trial).values()), limit));
    }

    /** A trial's adapters by the names of their arrays. */
    SortedMap<String, TrainedRows> adapters(int trial) {
        return adapters.named(trial);
    }

    /** Copies of a trial's weights, as a LoRA. */
    List<LoraAdapter> lora(int trial) {
        return adapters.named(trial).values().stream()
                .flatMap(rows -> rows.adapters(trials.get(trial).network()).stream())
                .toList();
    }

    /** Copies of a trial's adapter rows, by the name of their array. */
    SortedMap<String, float[]> weights(int trial) {
        SortedMap<String, float[]> weights = new TreeMap<>();
        adapters.named(trial)
                .forEach((name, rows) -> weights.put(name, rows.array().read(rows.index())));
        return weights;
    }

    /** Copies of a trial's optimizer tensors, flattened. */
    SortedMap<String, float[]> optimizerState(int trial) {
        SortedMap<String, float[]> state = new TreeMap<>();
        updates.get(trial).state().forEach((name, tensor) -> state.put(name, floats(tensor)));
        return state;
    }

    /**
     * Puts a trial where it was when its weights and optimizer state were copied.
     *
     * @throws IllegalArgumentException if they are not of such a trial
     */
    void restore(int trial, TrialState state) {
        Map<String, TrainedRows> rows = adapters.named(trial);
        Map<String, NDArray> tensors = updates.get(trial).state();
        if (!rows.keySet().equals(state.weights().keySet())
                || !tensors.keySet().equals(state.optimizer().keySet())) {
            throw new IllegalArgumentException("the state of step " + state.step() + " does not fit its trial: it has "
                    + state.weights().keySet() + " and " + state.optimizer().keySet());
        }
        state.weights().forEach((name, values) -> {
            TrainedRows own = adapters.named(trial).get(name);
            if (own != null) {
                own.array().write(own.index(), values);
            }
        });
        tensors.forEach((name, tensor) -> {
            try (NDArray saved =
                    manager.create(state.optimizer().getOrDefault(name, new float[0]), tensor.getShape())) {
                kernels.run("assign", tensor, saved);
            }
        });
    }

    private float[] floats(NDArray tensor) {
        try (NDArray copy = kernels.tensor(manager, "as_floats", tensor)) {
            return copy.toFloatArray();
        }
    }

    @Override
    public void close() {
        updates.forEach(TrialUpdate::close);
        text.close();
        adapters.close();
        manager.close();
    }
}
