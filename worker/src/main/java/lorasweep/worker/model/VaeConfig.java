package lorasweep.worker.model;

import java.util.List;

/**
 * The shape of a KL autoencoder in diffusers' terms. GroupNorm epsilon is 1e-6 everywhere; the middle
 * blocks have one attention with a single head.
 *
 * @param inChannels image channels
 * @param latentChannels channels of the latent mean
 * @param blockOutChannels width of each level, finest resolution first
 * @param layersPerBlock resnets of an encoder level; a decoder level has one more
 * @param normGroups groups of every GroupNorm
 * @param scalingFactor latents are multiplied by this before they meet the U-Net
 */
public record VaeConfig(
        int inChannels,
        int latentChannels,
        List<Integer> blockOutChannels,
        int layersPerBlock,
        int normGroups,
        double scalingFactor) {

    /** What Stable Diffusion 1.x multiplies its latents by; configurations of its time do not say it. */
    public static final double SCALING_FACTOR = 0.18215;

    public VaeConfig {
        blockOutChannels = List.copyOf(blockOutChannels);
    }

    /** Image pixels per latent pixel, along each side. */
    public int downscaleFactor() {
        return 1 << (blockOutChannels.size() - 1);
    }
}
