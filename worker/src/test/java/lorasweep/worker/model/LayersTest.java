package lorasweep.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lorasweep.worker.testing.Goldens;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("golden")
class LayersTest {
    private final JsonNode expected = Goldens.json("sd15_keys.json").get("diffusers");

    @Test
    void theUNetOfStableDiffusion15HasItsPublishedTensors() {
        assertThat(Layer.tensors(UNetLayers.of(StableDiffusionConfig.SD_1_5.unet())))
                .isEqualTo(shapes("unet"))
                .hasSize(686);
    }

    @Test
    void theVaeOfStableDiffusion15HasItsPublishedTensors() {
        assertThat(Layer.tensors(VaeLayers.of(StableDiffusionConfig.SD_1_5.vae())))
                .isEqualTo(shapes("vae"))
                .hasSize(248);
    }

    @Test
    void theTextEncoderOfStableDiffusion15HasItsPublishedTensorsButTheBufferOfPositions() {
        Map<String, List<Long>> shapes = shapes("text_encoder");
        shapes.remove("text_model.embeddings.position_ids");
        assertThat(Layer.tensors(ClipTextLayers.of(StableDiffusionConfig.SD_1_5.text())))
                .isEqualTo(shapes)
                .hasSize(196);
    }

    private Map<String, List<Long>> shapes(String part) {
        Map<String, List<Long>> shapes = new HashMap<>();
        expected.get(part).properties().forEach(field -> {
            List<Long> shape = new ArrayList<>();
            field.getValue().forEach(side -> shape.add(side.longValue()));
            shapes.put(field.getKey(), shape);
        });
        return shapes;
    }
}
