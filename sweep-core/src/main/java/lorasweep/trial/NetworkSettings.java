package lorasweep.trial;

import java.util.OptionalInt;
import lorasweep.setting.Setting;

/**
 * The LoRA: {@code W + up . down * network_alpha / network_dim}.
 */
public record NetworkSettings(
        @Setting(
                value = "network_dim",
                doc = "rank of the LoRA; a file has about 1.18 MB per rank at fp16",
                byDefault = "8",
                min = 1,
                max = 1024)
        int networkDim,

        @Setting(
                value = "network_alpha",
                doc = "the LoRA's output is scaled by network_alpha / network_dim",
                byDefault = "1",
                above = 0,
                max = 1_000_000)
        double networkAlpha,

        @Setting(value = "conv_dim", doc = "rank of 3x3 convolutions; unset: they are not adapted", min = 1, max = 1024)
        OptionalInt convDim,

        @Setting(
                value = "conv_alpha",
                doc = "as network_alpha, for conv_dim",
                byDefault = "1",
                above = 0,
                max = 1_000_000)
        double convAlpha,

        @Setting(
                value = "network_dropout",
                doc = "probability that an element between down and up is zeroed",
                byDefault = "0",
                min = 0,
                below = 1)
        double networkDropout) {

    /** The factor on the LoRA's output, {@code network_alpha / network_dim}. */
    public double scale() {
        return networkAlpha / networkDim;
    }
}
