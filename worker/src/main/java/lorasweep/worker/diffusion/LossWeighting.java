package lorasweep.worker.diffusion;

import lorasweep.worker.model.PredictionType;

/**
 * What a sample's loss is multiplied by, as a function of its timestep's signal-to-noise ratio. Every
 * weight multiplies the mean over channels and positions, before the mean over the batch.
 *
 * <p>Names and formulas are the reference trainer's. The SNR is that of the schedule as the model was
 * trained with, before any zero-terminal-SNR change.
 *
 * @param minSnrGamma caps what easy timesteps count (Hang et al. 2023): {@code min(snr, gamma) / snr},
 *     for v-prediction {@code min(snr, gamma) / (snr + 1)}; 0 for no cap
 * @param scaleVPredLossLikeNoisePred weighs a v-prediction loss as if noise were predicted: {@code snr / (snr + 1)}
 * @param vPredLikeLoss adds this share of the loss weighed the other way round:
 *     {@code 1 + share * (snr + 1) / snr}; 0 adds nothing
 * @param debiasedEstimationLoss {@code 1 / sqrt(snr)}, for v-prediction {@code 1 / (snr + 1)}
 */
public record LossWeighting(
        double minSnrGamma, boolean scaleVPredLossLikeNoisePred, double vPredLikeLoss, boolean debiasedEstimationLoss) {

    /** Every timestep counts the same. */
    public static final LossWeighting NONE = new LossWeighting(0, false, 0, false);

    /** Above this SNR (timestep 0 of SD 1.5 only) all but min-SNR count as at it. */
    private static final double HIGHEST_SNR = 1000;

    /** The factor of a sample whose timestep has this signal-to-noise ratio. */
    public double weight(double snr, PredictionType prediction) {
        double capped = Math.min(snr, HIGHEST_SNR);
        double weight = 1 + vPredLikeLoss * (capped + 1) / capped;
        if (minSnrGamma > 0) {
            weight *= Math.min(snr, minSnrGamma) / (prediction == PredictionType.EPSILON ? snr : snr + 1);
        }
        if (scaleVPredLossLikeNoisePred) {
            weight *= capped / (capped + 1);
        }
        if (debiasedEstimationLoss) {
            weight *= prediction == PredictionType.EPSILON ? 1 / Math.sqrt(capped) : 1 / (capped + 1);
        }
        return weight;
    }
}
