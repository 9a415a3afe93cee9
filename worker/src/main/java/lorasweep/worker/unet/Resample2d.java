package lorasweep.worker.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import lorasweep.worker.model.Weights;
import lorasweep.worker.nn.AdapterWeights;
import lorasweep.worker.nn.Block;
import lorasweep.worker.torch.Kernels;

/** The 3x3 convolutions between resolutions: halving with stride 2, and doubling behind nearest-neighbour enlargement. */
final class Resample2d {
    private final Kernels kernels;
    private final NDArray weight;
    private final NDArray bias;
    private final List<String> slots;

    /** The convolution at {@code path + ".conv"}. */
    Resample2d(Kernels kernels, Weights weights, String path, int channels) {
        this.kernels = kernels;
        this.weight = weights.get(path + ".conv.weight", channels, channels, 3, 3);
        this.bias = weights.get(path + ".conv.bias", channels);
        this.slots = List.of(path + ".conv");
    }

    /** (N, C, h, w) to (N, C, ceil(h / 2), ceil(w / 2)); zeros on all four sides. */
    NDArray down(NDManager owner, AdapterWeights adapters, NDArray... inputs) {
        return kernels.tensor(owner, "conv", inputs[0], weight, bias, adapters.of(owner, slots), 0, 2);
    }

    /**
     * The block that enlarges (N, C, h, w) to a given size. The size is the next skip connection's,
     * which is 2h - 1 where the latent's side was odd.
     */
    Block up(long height, long width) {
        return (owner, adapters, inputs) ->
                kernels.tensor(owner, "upsample", inputs[0], weight, bias, adapters.of(owner, slots), height, width);
    }
}
