package lorasweep.plan;

import lorasweep.trial.NetworkSettings;
import lorasweep.trial.SavePrecision;
import lorasweep.trial.TrialSpec;

/**
 * How large the LoRA of a trial is on Stable Diffusion 1.5. Parameters per rank, summed over the shapes of
 * the modules kohya adapts: U-Net 423,936 (192 modules), text encoder 165,888 (72 modules), so 589,824 per
 * rank or 1.18 MB at fp16; with {@code conv_dim} the U-Net's layers of rank {@code network_dim} have
 * 506,816 and its 3x3 convolutions 544,000 per {@code conv_dim}.
 */
final class LoraSize {
    private static final long UNET_PER_RANK = 423_936;
    private static final long UNET_PER_RANK_WITH_CONVOLUTIONS = 506_816;
    private static final long CONVOLUTIONS_PER_RANK = 544_000;
    private static final long TEXT_ENCODER_PER_RANK = 165_888;

    private LoraSize() {}

    /** Trained parameters. */
    static long parameters(TrialSpec spec) {
        NetworkSettings network = spec.network();
        long unet = network.convDim().isPresent()
                ? UNET_PER_RANK_WITH_CONVOLUTIONS * network.networkDim()
                        + CONVOLUTIONS_PER_RANK * network.convDim().getAsInt()
                : UNET_PER_RANK * network.networkDim();
        return (spec.learningRates().trainsUnet() ? unet : 0)
                + (spec.learningRates().trainsTextEncoder() ? TEXT_ENCODER_PER_RANK * network.networkDim() : 0);
    }

    /** Bytes of a saved file, its header left out. */
    static long fileBytes(TrialSpec spec) {
        return parameters(spec) * (spec.save().savePrecision() == SavePrecision.FP32 ? 4 : 2);
    }
}
