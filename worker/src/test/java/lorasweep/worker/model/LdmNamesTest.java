package lorasweep.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lorasweep.worker.testing.Goldens;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("golden")
class LdmNamesTest {
    private static final StableDiffusionConfig SD = StableDiffusionConfig.SD_1_5;

    @ParameterizedTest
    @EnumSource(Part.class)
    void everyTensorOfStableDiffusion15HasItsSingleFileName(Part part) {
        JsonNode names = Goldens.json("sd15_keys.json")
                .get("ldm_to_diffusers")
                .get(part.name().toLowerCase(Locale.ROOT));
        assertThat(names).isNotEmpty();
        names.properties().forEach(name -> {
            String diffusersName = name.getValue().textValue();
            if (!diffusersName.endsWith("position_ids")) {
                assertThat(SingleFile.spellings(SD, part, diffusersName).get(0)).isEqualTo(name.getKey());
            }
        });
    }

    @Test
    void theConfigurationOfStableDiffusion15IsToldFromItsShapes() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        Goldens.json("sd15_keys.json").get("ldm_single_file").properties().forEach(tensor -> {
            List<Long> shape = new ArrayList<>();
            tensor.getValue().forEach(side -> shape.add(side.longValue()));
            shapes.put(tensor.getKey(), shape);
        });
        assertThat(LdmConfig.unet(shapes)).isEqualTo(SD.unet());
        assertThat(LdmConfig.vae(shapes, LdmNames.VAE_PREFIX)).isEqualTo(SD.vae());
        assertThat(LdmConfig.text(shapes, LdmNames.TEXT_PREFIX + "text_model.")).isEqualTo(SD.text());
    }

    @Test
    void refusesAModuleThatNoUNetHas() {
        assertThatThrownBy(() -> LdmNames.unet(SD.unet(), "down_blocks.0.resnets.0.conv9.weight"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("conv9");
    }
}
