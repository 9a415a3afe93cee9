package lorasweep.worker.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a whole single-file checkpoint holds: the names and shapes that {@link BaseModel#open} expects there. */
public final class SingleFileLayout {
    private SingleFileLayout() {}

    /** The tensors of all three networks, by name. */
    public static Map<String, List<Long>> of(StableDiffusionConfig config) {
        Map<String, List<Long>> tensors = new LinkedHashMap<>();
        put(tensors, config, Part.UNET, UNetLayers.of(config.unet()));
        put(tensors, config, Part.VAE, VaeLayers.of(config.vae()));
        put(tensors, config, Part.TEXT_ENCODER, ClipTextLayers.of(config.text()));
        return tensors;
    }

    private static void put(
            Map<String, List<Long>> tensors, StableDiffusionConfig config, Part part, List<Layer> layers) {
        Layer.tensors(layers).forEach((name, shape) -> {
            // Latent-diffusion's autoencoder attends by 1x1 convolutions.
            boolean pointwise = part == Part.VAE && shape.size() == 2;
            tensors.put(
                    SingleFile.spellings(config, part, name).get(0),
                    pointwise ? List.of(shape.get(0), shape.get(1), 1L, 1L) : shape);
        });
    }
}
