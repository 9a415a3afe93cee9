package lorasweep.worker.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import lorasweep.worker.model.UNetConfig;
import lorasweep.worker.model.Weights;
import lorasweep.worker.nn.AdapterWeights;
import lorasweep.worker.nn.Block;
import lorasweep.worker.nn.BlockWeights;
import lorasweep.worker.nn.Pass;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.TensorList;

/**
 * The denoiser of Stable Diffusion 1.x: noisy latents, timestep and text to the predicted noise (or
 * velocity). Frozen; what is trained comes along with the {@link Pass}.
 *
 * <p>Down blocks leave each intermediate result as a skip connection, up blocks take them back in
 * reverse order. Any latent size works: where a side is odd, the up path enlarges to the size of the
 * skip connection it meets.
 *
 * <p>Module names are diffusers' (UNet2DConditionModel); the numbers were checked against it and
 * against kohya's own U-Net, which agree bit for bit.
 */
public final class UNet2dConditionModel implements AutoCloseable {
    private final Kernels kernels;
    private final UNetConfig config;
    private final TensorList timeEmbedding;
    private final List<NDArray> convIn;
    private final List<NDArray> convOut;
    private final List<DownBlock2d> downBlocks = new ArrayList<>();
    private final MidBlock2d midBlock;
    private final List<UpBlock2d> upBlocks = new ArrayList<>();

    /** Builds the network on weights that stay owned by the base model. */
    public UNet2dConditionModel(Kernels kernels, UNetConfig config, Weights weights, CrossAttention attention) {
        this.kernels = kernels;
        this.config = config;
        List<UNetConfig.Level> levels = config.levels();
        int first = levels.get(0).channels();
        timeEmbedding = new BlockWeights(weights, "time_embedding")
                .linear("linear_1", first, config.timeEmbedDim())
                .linear("linear_2", config.timeEmbedDim(), config.timeEmbedDim())
                .toTensorList();
        convIn = List.of(
                weights.get("conv_in.weight", first, config.inChannels(), 3, 3), weights.get("conv_in.bias", first));
        convOut = List.of(
                weights.get("conv_norm_out.weight", first),
                weights.get("conv_norm_out.bias", first),
                weights.get("conv_out.weight", config.outChannels(), first, 3, 3),
                weights.get("conv_out.bias", config.outChannels()));
        BlockFactory blocks = new BlockFactory(kernels, weights, config, attention);
        Deque<Integer> skips = new ArrayDeque<>();
        skips.push(first);
        int channels = first;
        for (int i = 0; i < levels.size(); i++) {
            boolean last = i == levels.size() - 1;
            downBlocks.add(new DownBlock2d(blocks, "down_blocks." + i, levels.get(i), channels, last));
            channels = levels.get(i).channels();
            for (int j = 0; j < config.layersPerBlock() + (last ? 0 : 1); j++) {
                skips.push(channels);
            }
        }
        midBlock = new MidBlock2d(blocks, config.lastLevel());
        for (int i = levels.size() - 1; i >= 0; i--) {
            String path = "up_blocks." + (levels.size() - 1 - i);
            upBlocks.add(new UpBlock2d(blocks, path, levels.get(i), channels, skips, i == 0));
            channels = levels.get(i).channels();
        }
    }

    /**
     * Predicts the noise (or velocity) in latents.
     *
     * @param latents (N, 4, h, w) float32
     * @param timesteps (N) float32 or int64, 0 to 1000, may be fractional
     * @param context text states (N, S, D), float32 or the base's precision
     * @return (N, 4, h, w) float32, owned by the pass
     */
    public NDArray forward(Pass pass, NDArray latents, NDArray timesteps, NDArray context) {
        NDArray embedding = timeEmbedding(pass, timesteps);
        NDArray text = pass.run(
                "context", (owner, adapters, in) -> kernels.tensor(owner, "cast_like", in[0], convIn.get(0)), context);
        NDArray x = pass.run(
                "conv_in",
                (owner, adapters, in) -> kernels.tensor(owner, "conv_in", in[0], convIn.get(0), convIn.get(1)),
                latents);
        Deque<NDArray> skips = new ArrayDeque<>();
        skips.push(x);
        for (DownBlock2d block : downBlocks) {
            x = block.forward(pass, x, embedding, text, skips);
        }
        x = midBlock.forward(pass, x, embedding, text);
        for (UpBlock2d block : upBlocks) {
            x = block.forward(pass, x, embedding, text, skips);
        }
        NDArray out = pass.run("conv_out", this::convOut, x);
        pass.release(x);
        pass.release(embedding);
        pass.release(text);
        return out;
    }

    private NDArray timeEmbedding(Pass pass, NDArray timesteps) {
        int width = config.levels().get(0).channels();
        Block sinusoids = (owner, adapters, in) ->
                kernels.tensor(owner, "time_proj", in[0], width, config.flipSinToCos(), (double) config.freqShift());
        NDArray projected = pass.run("time_proj", sinusoids, timesteps);
        NDArray embedding = pass.run(
                "time_embedding",
                (owner, adapters, in) -> kernels.tensor(owner, "time_embedding", in[0], timeEmbedding),
                projected);
        pass.release(projected);
        return embedding;
    }

    private NDArray convOut(NDManager owner, AdapterWeights adapters, NDArray... inputs) {
        return kernels.tensor(
                owner,
                "conv_out",
                inputs[0],
                convOut.get(0),
                convOut.get(1),
                convOut.get(2),
                convOut.get(3),
                config.normGroups(),
                config.normEps());
    }

    /** The shape this network was built to. */
    public UNetConfig config() {
        return config;
    }

    /** Weights of the last norm and convolution. */
    List<NDArray> convOutWeights() {
        return convOut;
    }

    /** The transformer behind the first resnet. */
    Transformer2dModel firstTransformer() {
        return downBlocks.get(0).firstTransformer();
    }

    /** Latents of this height and width for n samples. */
    public Shape latentShape(long n, long height, long width) {
        return new Shape(n, config.inChannels(), height, width);
    }

    @Override
    public void close() {
        timeEmbedding.close();
        downBlocks.forEach(DownBlock2d::close);
        midBlock.close();
        upBlocks.forEach(UpBlock2d::close);
    }
}
