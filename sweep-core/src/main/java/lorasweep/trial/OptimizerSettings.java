package lorasweep.trial;

import lorasweep.setting.Setting;

/**
 * AdamW and what is done to gradients before it.
 */
public record OptimizerSettings(
        @Setting(value = "optimizer_type", doc = "the optimizer", byDefault = "AdamW")
        OptimizerType optimizerType,

        @Setting(value = "betas", doc = "decay rates of AdamW's first and second moment", byDefault = "0.9,0.999")
        Betas betas,

        @Setting(
                value = "eps",
                doc = "added to the denominator of AdamW's update",
                byDefault = "1e-8",
                above = 0,
                max = 1)
        double eps,

        @Setting(
                value = "weight_decay",
                doc = "decoupled weight decay per unit of learning rate",
                byDefault = "0.01",
                min = 0,
                max = 1000)
        double weightDecay,

        @Setting(
                value = "max_grad_norm",
                doc = "gradients are scaled down to this global norm; 0: not clipped",
                byDefault = "1",
                min = 0,
                max = 1_000_000)
        double maxGradNorm) {}
