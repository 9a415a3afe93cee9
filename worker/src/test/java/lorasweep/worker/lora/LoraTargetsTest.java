package lorasweep.worker.lora;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import lorasweep.worker.model.StableDiffusionConfig;
import lorasweep.worker.testing.Goldens;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("golden")
class LoraTargetsTest {
    @Test
    void stableDiffusion15Has264SitesInKohyasOrderWithItsShapes() {
        assertThat(describe(LoraTargets.DEFAULT.of(StableDiffusionConfig.SD_1_5), 4, 8))
                .isEqualTo(expected(Goldens.json("sd15_lora_modules.json").get("default")))
                .hasSize(72 + 192);
    }

    @Test
    void withConvDimStableDiffusion15Has350Sites() {
        assertThat(describe(LoraTargets.WITH_CONV.of(StableDiffusionConfig.SD_1_5), 4, 8))
                .isEqualTo(expected(Goldens.json("sd15_lora_modules.json").get("conv_dim_8")))
                .hasSize(72 + 278);
    }

    /** Name, down shape, up shape. */
    private static List<String> describe(List<LoraSite> sites, int dim, int convDim) {
        return sites.stream()
                .map(site -> {
                    int rank = site.isSpatial() ? convDim : dim;
                    return site.kind() == LoraSite.Kind.LINEAR
                            ? "%s [%d,%d] [%d,%d]".formatted(site.name(), rank, site.in(), site.out(), rank)
                            : "%s [%d,%d,%d,%d] [%d,%d,1,1]"
                                    .formatted(
                                            site.name(),
                                            rank,
                                            site.in(),
                                            site.kernel(),
                                            site.kernel(),
                                            site.out(),
                                            rank);
                })
                .toList();
    }

    private static List<String> expected(JsonNode network) {
        List<String> sites = new ArrayList<>();
        network.get("modules")
                .forEach(module ->
                        sites.add(module.get("name").textValue() + " " + module.get("down") + " " + module.get("up")));
        return sites;
    }
}
