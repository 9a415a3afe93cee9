package lorasweep.trial;

import lorasweep.setting.Setting;

/**
 * With which precision and kernels a trial is computed. Equal within a pack.
 */
public record ComputeSettings(
        @Setting(
                value = "mixed_precision",
                doc = "number format of the frozen base and the forward pass",
                byDefault = "no",
                refuses =
                        @Setting.Refusal(
                                value = "fp16",
                                because = "fp16 overflows without a loss scaler and skips steps with one, use bf16"))
        MixedPrecision mixedPrecision,

        @Setting(
                value = "cross_attention",
                doc = "how attention is computed",
                byDefault = "sdpa",
                synonyms = {
                    @Setting.Synonym(
                            value = "xformers",
                            means = "sdpa",
                            note = "xformers is not built in, sdpa computes the same"),
                    @Setting.Synonym(value = "none", means = "plain")
                })
        CrossAttention crossAttention,

        @Setting(
                value = "gradient_checkpointing",
                doc = "compute blocks again in the backward pass: less memory, a third slower",
                byDefault = "false",
                effect = Setting.Effect.EXECUTION)
        boolean gradientCheckpointing) {}
