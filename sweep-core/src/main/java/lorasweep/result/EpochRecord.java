package lorasweep.result;

/**
 * The training loss of one epoch, as the trial itself saw it: weighted, at whatever timesteps were
 * drawn.
 *
 * @param epoch from 1
 * @param step the epoch's last optimizer update
 * @param lossAverage kohya's {@code loss/epoch_average}, see {@link LossRecorder}
 * @param lossMean mean of the updates' losses of this epoch
 * @param lossDeviation their standard deviation, 0 for a single update
 * @param keysScaled share in [0, 1] of adapters that {@code scale_weight_norms} shrank in the last
 *     update; 0 where it is off
 */
public record EpochRecord(
        int epoch, long step, double lossAverage, double lossMean, double lossDeviation, double keysScaled)
        implements AtStep {}
