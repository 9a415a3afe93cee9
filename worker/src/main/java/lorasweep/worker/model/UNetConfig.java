package lorasweep.worker.model;

import java.util.List;

/**
 * The shape of a conditional U-Net in diffusers' terms. Up blocks mirror the down blocks; the middle
 * block has the last level's channels and always attends to the context; every projection in and out
 * of a transformer is a 1x1 convolution.
 *
 * @param inChannels latent channels in
 * @param outChannels latent channels out
 * @param levels one down block each, finest resolution first; {@code levels - 1} downsamplings by 2
 * @param layersPerBlock resnets of a down block; an up block has one more
 * @param crossAttentionDim width of the context
 * @param normGroups groups of every GroupNorm
 * @param normEps epsilon of the resnets' and the last GroupNorm; a transformer's GroupNorm has 1e-6 always
 * @param flipSinToCos whether the timestep embedding is [cos, sin] rather than [sin, cos]
 * @param freqShift subtracted from the divisor of the timestep embedding's exponents
 * @param sampleSize the latent side the model was made for, in latent pixels; a default, not a limit
 */
public record UNetConfig(
        int inChannels,
        int outChannels,
        List<Level> levels,
        int layersPerBlock,
        int crossAttentionDim,
        int normGroups,
        double normEps,
        boolean flipSinToCos,
        int freqShift,
        int sampleSize) {

    /**
     * One resolution.
     *
     * @param channels width of the level's blocks ("block_out_channels")
     * @param heads attention heads, each {@code channels / heads} wide; SD 1.x configurations call this
     *     number "attention_head_dim"
     * @param attention whether the level's down and up block have transformers
     */
    public record Level(int channels, int heads, boolean attention) {}

    public UNetConfig {
        levels = List.copyOf(levels);
    }

    /** Width of the timestep embedding that the resnets receive. */
    public int timeEmbedDim() {
        return 4 * levels.get(0).channels();
    }

    /** The coarsest level, which is also the middle block's. */
    public Level lastLevel() {
        return levels.get(levels.size() - 1);
    }
}
