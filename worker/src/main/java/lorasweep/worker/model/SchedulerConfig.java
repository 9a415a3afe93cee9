package lorasweep.worker.model;

/**
 * The noise the model was trained with.
 *
 * @param numTrainTimesteps timesteps 0 (least noise) to {@code numTrainTimesteps - 1}
 * @param betaStart beta of timestep 0
 * @param betaEnd beta of the last timestep
 * @param betaSchedule how beta grows between the two
 * @param predictionType what the U-Net's output means
 * @param zeroTerminalSnr whether the betas were rescaled so that the last timestep is pure noise
 */
public record SchedulerConfig(
        int numTrainTimesteps,
        double betaStart,
        double betaEnd,
        BetaSchedule betaSchedule,
        PredictionType predictionType,
        boolean zeroTerminalSnr) {

    /** How beta grows with the timestep. */
    public enum BetaSchedule {
        /** In equal steps. */
        LINEAR,
        /** Its square root grows in equal steps. */
        SCALED_LINEAR
    }

    /** The same with another meaning of the U-Net's output; single-file checkpoints do not tell theirs. */
    public SchedulerConfig withPredictionType(PredictionType type) {
        return new SchedulerConfig(numTrainTimesteps, betaStart, betaEnd, betaSchedule, type, zeroTerminalSnr);
    }
}
