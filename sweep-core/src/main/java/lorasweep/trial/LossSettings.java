package lorasweep.trial;

import lorasweep.setting.Setting;

/**
 * What is added to noise, how losses are weighted, and the limit on weights.
 */
public record LossSettings(
        @Setting(
                value = "min_snr_gamma",
                doc = "losses are weighted by min(SNR, gamma) / SNR; 0: not weighted; usual 5",
                byDefault = "0",
                min = 0,
                max = 1_000_000)
        double minSnrGamma,

        @Setting(
                value = "noise_offset",
                doc = "a random constant per channel of this size is added to the noise; 0: none",
                byDefault = "0",
                min = 0,
                max = 100)
        double noiseOffset,

        @Setting(
                value = "prior_loss_weight",
                doc = "weight of the losses of regularisation images",
                byDefault = "1",
                min = 0,
                max = 1_000_000)
        double priorLossWeight,

        @Setting(
                value = "scale_weight_norms",
                doc = "after each step modules of a greater norm are scaled down to this norm; 0: not",
                byDefault = "0",
                min = 0,
                max = 1_000_000)
        double scaleWeightNorms) {}
