package lorasweep.worker.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import lorasweep.worker.model.UNetConfig;
import lorasweep.worker.model.Weights;
import lorasweep.worker.nn.AdapterWeights;
import lorasweep.worker.nn.Block;
import lorasweep.worker.nn.BlockWeights;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.TensorList;

/** Attention of image positions to each other and to the text, and a feed-forward layer, added to the input. */
final class Transformer2dModel implements Block, AutoCloseable {
    private static final String INNER = "transformer_blocks.0.";
    private static final List<String> SLOTS = List.of(
            "proj_in",
            INNER + "attn1.to_q",
            INNER + "attn1.to_k",
            INNER + "attn1.to_v",
            INNER + "attn1.to_out.0",
            INNER + "attn2.to_q",
            INNER + "attn2.to_k",
            INNER + "attn2.to_v",
            INNER + "attn2.to_out.0",
            INNER + "ff.net.0.proj",
            INNER + "ff.net.2",
            "proj_out");

    private final Kernels kernels;
    private final TensorList weights;
    private final List<String> slots;
    private final int groups;
    private final int heads;
    private final CrossAttention attention;

    Transformer2dModel(
            Kernels kernels,
            Weights weights,
            UNetConfig config,
            String path,
            UNetConfig.Level level,
            CrossAttention attention) {
        this.kernels = kernels;
        this.groups = config.normGroups();
        this.heads = level.heads();
        this.attention = attention;
        this.slots = SLOTS.stream().map(slot -> path + "." + slot).toList();
        int c = level.channels();
        int d = config.crossAttentionDim();
        this.weights = new BlockWeights(weights, path)
                .norm("norm", c)
                .pointwiseConv("proj_in", c, c)
                .norm(INNER + "norm1", c)
                .linearWithoutBias(INNER + "attn1.to_q", c, c)
                .linearWithoutBias(INNER + "attn1.to_k", c, c)
                .linearWithoutBias(INNER + "attn1.to_v", c, c)
                .linear(INNER + "attn1.to_out.0", c, c)
                .norm(INNER + "norm2", c)
                .linearWithoutBias(INNER + "attn2.to_q", c, c)
                .linearWithoutBias(INNER + "attn2.to_k", d, c)
                .linearWithoutBias(INNER + "attn2.to_v", d, c)
                .linear(INNER + "attn2.to_out.0", c, c)
                .norm(INNER + "norm3", c)
                .linear(INNER + "ff.net.0.proj", c, 8L * c)
                .linear(INNER + "ff.net.2", 4L * c, c)
                .pointwiseConv("proj_out", c, c)
                .toTensorList();
    }

    /** Inputs: hidden state (N, C, h, w), context (N, S, D). Output (N, C, h, w). */
    @Override
    public NDArray apply(NDManager owner, AdapterWeights adapters, NDArray... inputs) {
        return kernels.tensor(
                owner,
                "transformer",
                inputs[0],
                inputs[1],
                weights,
                adapters.of(owner, slots),
                groups,
                heads,
                attention == CrossAttention.SDPA);
    }

    /** The frozen tensors, in the kernel's order. */
    TensorList weights() {
        return weights;
    }

    @Override
    public void close() {
        weights.close();
    }
}
