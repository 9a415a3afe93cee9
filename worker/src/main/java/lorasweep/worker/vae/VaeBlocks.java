package lorasweep.worker.vae;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import lorasweep.worker.model.VaeConfig;
import lorasweep.worker.model.Weights;
import lorasweep.worker.nn.Block;
import lorasweep.worker.nn.BlockWeights;
import lorasweep.worker.nn.Pass;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.TensorList;

/** Makes the blocks that encoder and decoder share, and closes their weights. */
final class VaeBlocks implements AutoCloseable {
    /** Epsilon of every group norm of the VAE (the U-Net's differ). */
    private static final double EPS = 1e-6;

    private final Kernels kernels;
    private final Weights weights;
    private final VaeConfig config;
    private final List<TensorList> held = new ArrayList<>();

    VaeBlocks(Kernels kernels, Weights weights, VaeConfig config) {
        this.kernels = kernels;
        this.weights = weights;
        this.config = config;
    }

    /** A block under its module path. */
    record Step(String module, Block block) {
        /** Runs the block and releases its input. */
        NDArray replace(Pass pass, NDArray x) {
            NDArray y = pass.run(module, block, x);
            pass.release(x);
            return y;
        }
    }

    /** A convolution that keeps the size. */
    Step conv(String path, int in, int out, int kernel) {
        NDArray weight = weights.get(path + ".weight", out, in, kernel, kernel);
        NDArray bias = weights.get(path + ".bias", out);
        return new Step(path, (owner, adapters, x) -> kernels.tensor(owner, "vae_conv", x[0], weight, bias));
    }

    /** Two norm-SiLU-convolution stages around a shortcut. */
    Step resnet(String path, int in, int out) {
        BlockWeights tensors = new BlockWeights(weights, path)
                .norm("norm1", in)
                .conv("conv1", in, out, 3)
                .norm("norm2", out)
                .conv("conv2", out, out, 3);
        if (in != out) {
            tensors.conv("conv_shortcut", in, out, 1);
        }
        TensorList list = hold(tensors);
        return new Step(
                path,
                (owner, adapters, x) -> kernels.tensor(owner, "vae_resnet", x[0], list, config.normGroups(), EPS));
    }

    /** Halves the size. */
    Step downsample(String path, int channels) {
        NDArray weight = weights.get(path + ".conv.weight", channels, channels, 3, 3);
        NDArray bias = weights.get(path + ".conv.bias", channels);
        return new Step(path, (owner, adapters, x) -> kernels.tensor(owner, "vae_downsample", x[0], weight, bias));
    }

    /** Doubles the size. */
    Step upsample(String path, int channels) {
        NDArray weight = weights.get(path + ".conv.weight", channels, channels, 3, 3);
        NDArray bias = weights.get(path + ".conv.bias", channels);
        return new Step(path, (owner, adapters, x) -> kernels.tensor(owner, "vae_upsample", x[0], weight, bias));
    }

    /** The blocks of the middle: resnet, attention over positions, resnet. */
    List<Step> middle(String path, int channels) {
        String attention = path + ".attentions.0";
        TensorList list = hold(new BlockWeights(weights, attention)
                .norm("group_norm", channels)
                .linear("to_q", channels, channels)
                .linear("to_k", channels, channels)
                .linear("to_v", channels, channels)
                .linear("to_out.0", channels, channels));
        return List.of(
                resnet(path + ".resnets.0", channels, channels),
                new Step(
                        attention,
                        (owner, adapters, x) ->
                                kernels.tensor(owner, "vae_attention", x[0], list, config.normGroups(), EPS)),
                resnet(path + ".resnets.1", channels, channels));
    }

    /** Norm, SiLU and the last convolution of encoder or decoder. */
    Step convOut(String path, int in, int out) {
        TensorList list =
                hold(new BlockWeights(weights, path).norm("conv_norm_out", in).conv("conv_out", in, out, 3));
        return new Step(
                path + ".conv_out",
                (owner, adapters, x) -> kernels.tensor(owner, "vae_conv_out", x[0], list, config.normGroups(), EPS));
    }

    private TensorList hold(BlockWeights tensors) {
        TensorList list = tensors.toTensorList();
        held.add(list);
        return list;
    }

    @Override
    public void close() {
        held.forEach(TensorList::close);
    }
}
