package lorasweep.worker.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import lorasweep.worker.model.TextConfig;
import lorasweep.worker.model.Weights;
import lorasweep.worker.nn.Block;
import lorasweep.worker.nn.BlockWeights;
import lorasweep.worker.nn.Pass;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.TensorList;

/**
 * CLIP's text encoder: token ids to the states that the U-Net attends to. Causal, without a padding
 * mask, as Stable Diffusion uses it.
 *
 * <p>Module names are transformers' (CLIPTextModel), for example
 * {@code text_model.encoder.layers.0.self_attn.q_proj}.
 */
public final class ClipTextModel implements AutoCloseable {
    private static final List<String> SLOTS = List.of(
            "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.out_proj", "mlp.fc1", "mlp.fc2");

    private final Kernels kernels;
    private final TextConfig config;
    private final NDArray tokens;
    private final NDArray positions;
    private final List<NDArray> finalNorm;
    private final List<Layer> layers = new ArrayList<>();

    private record Layer(String path, TensorList weights, List<String> slots) {}

    /** Builds the network on weights that stay owned by the base model. */
    public ClipTextModel(Kernels kernels, TextConfig config, Weights weights) {
        this.kernels = kernels;
        this.config = config;
        int width = config.hiddenSize();
        tokens = weights.get("text_model.embeddings.token_embedding.weight", config.vocabularySize(), width);
        positions = weights.get("text_model.embeddings.position_embedding.weight", config.positions(), width);
        finalNorm = new BlockWeights(weights, "text_model")
                .norm("final_layer_norm", width)
                .toList();
        for (int i = 0; i < config.layers(); i++) {
            layers.add(layer(weights, "text_model.encoder.layers." + i));
        }
    }

    private Layer layer(Weights weights, String path) {
        int width = config.hiddenSize();
        TensorList tensors = new BlockWeights(weights, path)
                .norm("layer_norm1", width)
                .linear("self_attn.q_proj", width, width)
                .linear("self_attn.k_proj", width, width)
                .linear("self_attn.v_proj", width, width)
                .linear("self_attn.out_proj", width, width)
                .norm("layer_norm2", width)
                .linear("mlp.fc1", width, config.intermediateSize())
                .linear("mlp.fc2", config.intermediateSize(), width)
                .toTensorList();
        return new Layer(
                path, tensors, SLOTS.stream().map(slot -> path + "." + slot).toList());
    }

    /**
     * The states of captions for the U-Net.
     *
     * @param ids (N, chunks, positions) int64; one caption's chunks are encoded apart and joined to
     *     75 * chunks + 2 states (the trainer's layout; {@link TokenChunks})
     * @param clipSkip 1 takes the last layer, 2 the one before it, and so on up to the number of layers
     * @return (N, 75 * chunks + 2, D) behind the final layer norm
     * @throws IllegalArgumentException if {@code clipSkip} is out of range
     */
    public NDArray encode(Pass pass, NDArray ids, int clipSkip) {
        return joinChunks(pass, encodeChunks(pass, ids, clipSkip));
    }

    /**
     * The states of each chunk by itself: (N, chunks, positions) to (N, chunks, positions, D). A
     * reshape to (N, chunks * positions, D) is AUTOMATIC1111's layout of long prompts.
     *
     * @throws IllegalArgumentException if {@code clipSkip} is out of range
     */
    public NDArray encodeChunks(Pass pass, NDArray ids, int clipSkip) {
        Shape shape = ids.getShape();
        NDArray rows = ids.reshape(-1, shape.get(2));
        List<NDArray> states = hiddenStates(pass, embed(pass, rows), depth(clipSkip));
        NDArray normed = finalNorm(pass, states.get(states.size() - 1));
        states.forEach(pass::release);
        return normed.reshape(shape.get(0), shape.get(1), shape.get(2), config.hiddenSize());
    }

    /** Joins the states of chunks (N, chunks, positions, D) to (N, 75 * chunks + 2, D). */
    public NDArray joinChunks(Pass pass, NDArray chunks) {
        return pass.run("join_chunks", (owner, adapters, in) -> kernels.tensor(owner, "join_chunks", in[0]), chunks);
    }

    /**
     * Number of layers that a clip skip runs through.
     *
     * @throws IllegalArgumentException if {@code clipSkip} is below 1 or above the number of layers
     */
    public int depth(int clipSkip) {
        if (clipSkip < 1 || clipSkip > config.layers()) {
            throw new IllegalArgumentException("clip_skip is " + clipSkip + ", expected 1 to " + config.layers());
        }
        return config.layers() + 1 - clipSkip;
    }

    /** Token and position embeddings: ids (N, S) int64 to (N, S, D). */
    public NDArray embed(Pass pass, NDArray ids) {
        return pass.run(
                "text_model.embeddings",
                (owner, adapters, in) -> kernels.tensor(owner, "clip_embedding", in[0], tokens, positions),
                ids);
    }

    /**
     * The same with learned vectors (textual inversion) in place of some token embeddings.
     *
     * @param vectors (N, S, D) float32, read where {@code mask} is above 0
     * @param mask (N, S) float32
     */
    public NDArray embed(Pass pass, NDArray ids, NDArray vectors, NDArray mask) {
        return pass.run(
                "text_model.embeddings",
                (owner, adapters, in) ->
                        kernels.tensor(owner, "clip_embedding_with", in[0], tokens, positions, in[1], in[2]),
                ids,
                vectors,
                mask);
    }

    /**
     * The states in front of the first layer and behind each of the first {@code depth} layers, before
     * the final layer norm.
     *
     * @param embedded (N, S, D), becomes the first element
     * @return {@code depth + 1} states (N, S, D)
     */
    public List<NDArray> hiddenStates(Pass pass, NDArray embedded, int depth) {
        List<NDArray> states = new ArrayList<>(List.of(embedded));
        boolean quick = config.activation() == TextConfig.Activation.QUICK_GELU;
        for (Layer layer : layers.subList(0, depth)) {
            Block block = (owner, adapters, in) -> kernels.tensor(
                    owner,
                    "clip_layer",
                    in[0],
                    layer.weights,
                    adapters.of(owner, layer.slots),
                    config.heads(),
                    config.layerNormEps(),
                    quick);
            states.add(pass.run(layer.path, block, states.get(states.size() - 1)));
        }
        return states;
    }

    /** The final layer norm over states (N, S, D). */
    public NDArray finalNorm(Pass pass, NDArray states) {
        return pass.run(
                "text_model.final_layer_norm",
                (owner, adapters, in) -> kernels.tensor(
                        owner, "clip_final_norm", in[0], finalNorm.get(0), finalNorm.get(1), config.layerNormEps()),
                states);
    }

    /** The shape this network was built to. */
    public TextConfig config() {
        return config;
    }

    @Override
    public void close() {
        layers.forEach(layer -> layer.weights.close());
    }
}
