package lorasweep.trial;

import java.util.List;
import java.util.Optional;
import lorasweep.setting.Setting;

/**
 * The pictures drawn of every trial, the same prompts, seeds and settings for all. Not part of a trial:
 * asking for other pictures trains nothing again.
 */
public record SampleSettings(
        @Setting(
                value = "prompts",
                doc = "prompts, one picture each per seed, epoch and weight; an empty list for three that the"
                        + " dataset suggests")
        List<String> prompts,

        @Setting(value = "negative", doc = "negative prompt of all of them")
        Optional<String> negative,

        @Setting(value = "sampler", doc = "the sampler", byDefault = "dpmpp_sde_karras")
        SamplerName sampler,

        @Setting(value = "steps", doc = "steps of the sampler", byDefault = "20", min = 1, max = 1000)
        int steps,

        @Setting(value = "cfg", doc = "classifier-free guidance scale", byDefault = "7", min = 0, max = 100)
        double cfg,

        @Setting(value = "size", doc = "picture size in pixels", byDefault = "512")
        Resolution size,

        @Setting(value = "seeds", doc = "seeds of the initial noise", byDefault = "0", min = 0, max = 4_294_967_295L)
        List<Long> seeds,

        @Setting(
                value = "epochs",
                doc = "epochs pictures are drawn of: window, all, last, or a list",
                byDefault = "window")
        SampleEpochs epochs,

        @Setting(value = "weights", doc = "weights of the LoRA, 1 being as trained", byDefault = "1", min = -4, max = 4)
        List<Double> weights,

        @Setting(
                value = "apart",
                doc = "whether to draw, of the last epoch with the first seed, what U-Net and text encoder do apart:"
                        + " each alone and with half of the other",
                byDefault = "false")
        boolean apart) {

    /** How many prompts are made from the dataset where none is given. */
    public static final int SUGGESTED_PROMPTS = 3;

    /** Copies the lists. */
    public SampleSettings {
        prompts = List.copyOf(prompts);
        seeds = List.copyOf(seeds);
        weights = List.copyOf(weights);
    }

    /** Pictures per trial and epoch. */
    public long picturesPerEpoch() {
        long drawn = prompts.isEmpty() ? SUGGESTED_PROMPTS : prompts.size();
        return drawn * seeds.size() * weights.size();
    }
}
