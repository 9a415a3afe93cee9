package lorasweep.worker.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import lorasweep.worker.model.UNetConfig;
import lorasweep.worker.model.Weights;
import lorasweep.worker.nn.AdapterWeights;
import lorasweep.worker.nn.Block;
import lorasweep.worker.nn.BlockWeights;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.TensorList;

/** Two norm-SiLU-convolution stages with the time embedding added between them, around a shortcut. */
final class ResnetBlock2d implements Block, AutoCloseable {
    private final Kernels kernels;
    private final TensorList weights;
    private final List<String> slots;
    private final int groups;
    private final double eps;

    ResnetBlock2d(Kernels kernels, Weights weights, UNetConfig config, String path, int in, int out) {
        this.kernels = kernels;
        this.groups = config.normGroups();
        this.eps = config.normEps();
        BlockWeights tensors = new BlockWeights(weights, path)
                .norm("norm1", in)
                .conv("conv1", in, out, 3)
                .linear("time_emb_proj", config.timeEmbedDim(), out)
                .norm("norm2", out)
                .conv("conv2", out, out, 3);
        List<String> modules = new ArrayList<>(List.of(path + ".conv1", path + ".time_emb_proj", path + ".conv2"));
        if (in != out) {
            tensors.conv("conv_shortcut", in, out, 1);
            modules.add(path + ".conv_shortcut");
        }
        this.weights = tensors.toTensorList();
        this.slots = List.copyOf(modules);
    }

    /** Inputs: hidden state (N, in, h, w), time embedding (N, 4 * C0). Output (N, out, h, w). */
    @Override
    public NDArray apply(NDManager owner, AdapterWeights adapters, NDArray... inputs) {
        return kernels.tensor(owner, "resnet", inputs[0], inputs[1], weights, adapters.of(owner, slots), groups, eps);
    }

    @Override
    public void close() {
        weights.close();
    }
}
