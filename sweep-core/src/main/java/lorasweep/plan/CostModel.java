package lorasweep.plan;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import lorasweep.setting.NormalNumber;
import lorasweep.trial.MixedPrecision;
import lorasweep.trial.OptimizerType;
import lorasweep.trial.ProbeRhythm;
import lorasweep.trial.StepArithmetic;
import lorasweep.trial.TrialSpec;

/**
 * Estimates of time, memory and disk before anything has run. The formulas are printed with the figures;
 * a run replaces them by what it measures.
 *
 * <ul>
 *   <li>Time: one evaluation of the U-Net on a 512 x 512 image takes 0.68e12 operations (339 billion
 *       multiply-adds, Kim et al., BK-SDM, 2023); a training sample takes 2 of them, forward and backward
 *       through frozen weights, and 3 with gradient checkpointing; a probe takes 1. Other sizes are scaled
 *       by area.
 *   <li>Memory: the base model (U-Net 860 million, text encoder 123 million parameters in the training
 *       precision), per trial 16 bytes per LoRA parameter (weight, gradient, two moments; 10 with 8-bit
 *       moments), and per image of the pack's batch 3 GiB of activations at 512 x 512 in fp32, half of it
 *       in bf16, a fifth with gradient checkpointing.
 *   <li>Disk: one LoRA file per saved epoch and at the end, and a resume state of 12 bytes per parameter.
 * </ul>
 *
 * @param assumptions about the device
 */
record CostModel(Assumptions assumptions) {
    private static final double OPERATIONS_OF_AN_EVALUATION = 0.68e12;
    private static final double AREA = 512 * 512;
    private static final long BASE_PARAMETERS = 983_000_000L;
    private static final double ACTIVATIONS = 3.0 * (1L << 30);
    private static final int MOST_TRIALS = 16;

    /** The formulas, as they are printed beside the figures. */
    List<String> formulas() {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "time: 0.68e12 operations per U-Net evaluation at 512 x 512, scaled by area; 2 per training sample"
                                + " (3 with gradient checkpointing), 1 per probe; at %s teraflops sustained (--teraflops)",
                        NormalNumber.text(assumptions.teraflops())),
                "memory: base 983 million parameters, 16 bytes per LoRA parameter (10 with 8-bit moments), 3 GiB per image"
                        + " of a batch at 512 x 512 in fp32, half in bf16, a fifth with gradient checkpointing; packs for"
                        + String.format(
                                Locale.ROOT,
                                " %.1f GiB (--device-memory)",
                                assumptions.memoryBytes() / (double) (1L << 30)),
                "disk: 589,824 LoRA parameters per rank (1.18 MB per rank and file at fp16), and 12 bytes per parameter to"
                        + " resume from");
    }

    /** Device seconds of a trial trained alone; 0 if its steps are not known. */
    double seconds(PlannedTrial trial, int probedImages) {
        TrialSpec spec = trial.spec();
        double evaluation = OPERATIONS_OF_AN_EVALUATION * areaOf(spec);
        double samples = (double) trial.knownSteps()
                * spec.batch().trainBatchSize()
                * spec.batch().gradientAccumulationSteps();
        long atOnce = (long) (probedImages + spec.probes().probeTrainImages())
                * spec.probes().probeTimesteps()
                * spec.probes().probeNoises();
        long probes = trial.steps()
                .map(steps -> ProbeRhythm.evaluations(spec.probes(), steps, atOnce))
                .orElse(0L);
        int evaluationsPerSample = spec.compute().gradientCheckpointing() ? 3 : 2;
        return (samples * evaluationsPerSample + probes) * evaluation / (assumptions.teraflops() * 1e12);
    }

    /** Bytes of device memory of a pack. */
    double packBytes(Collection<PlannedTrial> trials) {
        return trials.stream().mapToDouble(CostModel::trialBytes).sum()
                + trials.stream().mapToDouble(CostModel::baseBytes).max().orElse(0);
    }

    /** How many trials like this one fit into the device's memory at once; at least 1, at most 16. */
    int mostTogether(PlannedTrial trial) {
        double free = assumptions.memoryBytes() - baseBytes(trial);
        return (int) Math.max(1, Math.min(MOST_TRIALS, free / trialBytes(trial)));
    }

    /** Bytes on disk of a trial's LoRA files and resume state. */
    static double diskBytes(PlannedTrial trial) {
        TrialSpec spec = trial.spec();
        long epochs = trial.steps().map(StepArithmetic::epochs).orElse((long)
                spec.length().maxTrainEpochs());
        long byEpoch =
                spec.save().saveEveryNEpochs() > 0 ? (epochs - 1) / spec.save().saveEveryNEpochs() : 0;
        long byStep = spec.save().saveEveryNSteps() > 0
                ? trial.knownSteps() / spec.save().saveEveryNSteps()
                : 0;
        return (double) (Math.max(0, byEpoch) + byStep + 1) * LoraSize.fileBytes(spec)
                + 12.0 * LoraSize.parameters(spec);
    }

    private static double trialBytes(PlannedTrial trial) {
        TrialSpec spec = trial.spec();
        int perParameter = spec.optimizer().optimizerType() == OptimizerType.ADAMW_8BIT ? 10 : 16;
        double activations = ACTIVATIONS
                * areaOf(spec)
                * spec.batch().trainBatchSize()
                * (isHalf(spec) ? 0.5 : 1)
                * (spec.compute().gradientCheckpointing() ? 0.2 : 1);
        return (double) perParameter * LoraSize.parameters(spec) + activations;
    }

    private static double baseBytes(PlannedTrial trial) {
        return (double) BASE_PARAMETERS * (isHalf(trial.spec()) ? 2 : 4);
    }

    private static boolean isHalf(TrialSpec spec) {
        return spec.compute().mixedPrecision() == MixedPrecision.BF16;
    }

    private static double areaOf(TrialSpec spec) {
        return spec.buckets().resolution().area() / AREA;
    }
}
