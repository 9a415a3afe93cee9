package lorasweep.worker.model;

import java.util.ArrayList;
import java.util.List;

/** Every layer of a CLIP text model, in the order in which transformers registers its modules. */
public final class ClipTextLayers {
    private static final List<String> PROJECTIONS = List.of("k_proj", "v_proj", "q_proj", "out_proj");

    private ClipTextLayers() {}

    /** The layers of a text model of this shape. */
    public static List<Layer> of(TextConfig config) {
        int width = config.hiddenSize();
        List<Layer> layers = new ArrayList<>();
        layers.add(Layer.embedding("text_model.embeddings.token_embedding", config.vocabularySize(), width));
        layers.add(Layer.embedding("text_model.embeddings.position_embedding", config.positions(), width));
        for (int i = 0; i < config.layers(); i++) {
            String path = "text_model.encoder.layers." + i;
            PROJECTIONS.forEach(name -> layers.add(Layer.linear(path + ".self_attn." + name, width, width)));
            layers.add(Layer.norm(path + ".layer_norm1", width));
            layers.add(Layer.linear(path + ".mlp.fc1", width, config.intermediateSize()));
            layers.add(Layer.linear(path + ".mlp.fc2", config.intermediateSize(), width));
            layers.add(Layer.norm(path + ".layer_norm2", width));
        }
        layers.add(Layer.norm("text_model.final_layer_norm", width));
        return List.copyOf(layers);
    }
}
