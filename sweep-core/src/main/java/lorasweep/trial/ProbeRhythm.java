package lorasweep.trial;

/**
 * After how many epochs a trial is measured on its probes where {@code probe_every_epochs} leaves it
 * open: as often as keeps measuring below a tenth of training, but three times at least.
 *
 * <p>Counted in evaluations of the U-Net, of which a training sample takes two, forward and backward,
 * and a probe one. So the rhythm follows from settings and dataset alone and is the same on every
 * machine.
 */
public final class ProbeRhythm {
    /** Share of training that measuring may take. */
    public static final double SHARE = 0.1;

    /** Fewer moments show no course. */
    public static final int LEAST_MOMENTS = 3;

    /** Probes of the weight test, for each pair of multipliers. */
    public static final int WEIGHT_TEST_PROBES = 8;

    /** Probes of prompt sensitivity and bleed, for each of four prompts at most. */
    public static final int PROMPT_PROBES = 8;

    /** Evaluations at the end: up to eleven pairs of multipliers beside (1, 1), and the prompts. */
    private static final int AT_END = 11 * WEIGHT_TEST_PROBES + 4 * PROMPT_PROBES;

    private static final int EVALUATIONS_PER_SAMPLE = 2;

    private ProbeRhythm() {}

    /**
     * Measured is after every so many epochs, and at the end.
     *
     * @param probes losses of one measurement
     */
    public static long everyEpochs(ProbeSettings settings, StepArithmetic steps, long probes) {
        if (settings.probeEveryEpochs() > 0) {
            return settings.probeEveryEpochs();
        }
        double training =
                (double) EVALUATIONS_PER_SAMPLE * steps.totalSteps() * steps.batchSize() * steps.accumulation();
        double affordable = (SHARE * training - AT_END) / Math.max(1, probes);
        long moments = Math.max(LEAST_MOMENTS, (long) Math.min(affordable, (double) steps.epochs()));
        return Math.max(1, -Math.floorDiv(-steps.epochs(), moments));
    }

    /** Evaluations of a whole trial's measuring. */
    public static long evaluations(ProbeSettings settings, StepArithmetic steps, long probes) {
        long every = everyEpochs(settings, steps, probes);
        return -Math.floorDiv(-steps.epochs(), every) * probes + AT_END;
    }
}
