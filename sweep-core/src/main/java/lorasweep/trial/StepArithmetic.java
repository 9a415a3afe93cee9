package lorasweep.trial;

import java.util.List;

/**
 * How many steps a trial has. A batch never crosses a bucket and a short batch is kept, and the
 * accumulation window is flushed at the end of each epoch, so rounding happens twice:
 *
 * <pre>
 * batches per epoch = sum over buckets of ceil(samples in the bucket / train_batch_size)
 * steps per epoch   = ceil(batches per epoch / gradient_accumulation_steps)
 * steps             = max_train_epochs * steps per epoch, or max_train_steps
 * </pre>
 *
 * @param samples samples of an epoch per bucket: images times repeats, regularisation images included
 * @param batchSize {@code train_batch_size}
 * @param accumulation {@code gradient_accumulation_steps}
 * @param batchesPerEpoch batches of an epoch
 * @param stepsPerEpoch optimizer updates of a whole epoch
 * @param totalSteps optimizer updates of the trial
 * @param epochs epochs of the trial; the last one may be cut short
 */
public record StepArithmetic(
        List<Long> samples,
        int batchSize,
        int accumulation,
        long batchesPerEpoch,
        long stepsPerEpoch,
        long totalSteps,
        long epochs) {

    /**
     * The steps of a trial.
     *
     * @param samples samples of an epoch per bucket, each above 0
     * @throws IllegalArgumentException if there is no bucket or a bucket is empty
     * @throws ArithmeticException if a count does not fit in 64 bits
     */
    public static StepArithmetic of(List<Long> samples, BatchSettings batch, LengthSettings length) {
        if (samples.isEmpty() || samples.stream().anyMatch(count -> count <= 0)) {
            throw new IllegalArgumentException("an epoch needs buckets that are not empty: " + samples);
        }
        long batches = samples.stream()
                .mapToLong(count -> ceilDiv(count, batch.trainBatchSize()))
                .reduce(0, Math::addExact);
        long perEpoch = ceilDiv(batches, batch.gradientAccumulationSteps());
        long steps = length.maxTrainSteps() > 0
                ? length.maxTrainSteps()
                : Math.multiplyExact(perEpoch, (long) length.maxTrainEpochs());
        return new StepArithmetic(
                List.copyOf(samples),
                batch.trainBatchSize(),
                batch.gradientAccumulationSteps(),
                batches,
                perEpoch,
                steps,
                ceilDiv(steps, perEpoch));
    }

    /**
     * How often regularisation images are used in an epoch: each with its repeats until there are at
     * least as many samples as training samples, then over and over one repeat at a time.
     *
     * @param trainSamples training images times repeats, at least 1
     * @param repeats the repeats of each regularisation image, each at least 1; may be empty
     */
    public static long regularisationSamples(long trainSamples, List<Integer> repeats) {
        long used = 0;
        for (int repeat : repeats) {
            if (used >= trainSamples) {
                break;
            }
            used += repeat;
        }
        return repeats.isEmpty() ? 0 : Math.max(used, trainSamples);
    }

    /** Whether the last epoch ends before all its batches were used. */
    public boolean isLastEpochCutShort() {
        return totalSteps % stepsPerEpoch != 0;
    }

    /** The arithmetic in one line, as the command line prints it. */
    public String explanation() {
        long all = samples.stream().mapToLong(Long::longValue).sum();
        String buckets = samples.size() == 1 ? "" : " in " + samples.size() + " buckets";
        String steps = accumulation == 1 ? "" : " / accumulation " + accumulation + " = " + stepsPerEpoch + " steps";
        String last = isLastEpochCutShort() ? ", the last one cut short" : "";
        return all + " samples" + buckets + " / batch " + batchSize + " = " + batchesPerEpoch + " batches" + steps
                + " per epoch; " + epochs + (epochs == 1 ? " epoch" : " epochs") + last + " = " + totalSteps + " steps";
    }

    private static long ceilDiv(long dividend, long divisor) {
        return -Math.floorDiv(-dividend, divisor);
    }
}
