package lorasweep.worker.lora;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lorasweep.worker.model.BaseModel;
import lorasweep.worker.model.ModelFiles;
import lorasweep.worker.model.StableDiffusionConfig;
import lorasweep.worker.safetensors.Dtype;
import lorasweep.worker.safetensors.ModelHashes;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.testing.Goldens;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("golden")
class LoraFileGoldenTest {
    private static final String TRAINED = "golden/save_format/kohya_trained_last.safetensors";

    private final StableDiffusionConfig config;

    LoraFileGoldenTest() {
        try (BaseModel model = BaseModel.open(ModelFiles.of(Goldens.path("model")))) {
            config = model.config();
        }
    }

    @ParameterizedTest
    @CsvSource({"default, DEFAULT, fp32", "default, DEFAULT, fp16", "conv, WITH_CONV, fp32", "conv, WITH_CONV, fp16"})
    void kohyasFilesHaveAllSitesWithTheirRanksAndAlphas(String network, LoraTargets targets, String precision) {
        JsonNode expected =
                Goldens.json("golden/lora/lora_modules_tiny.json").get(network).get("modules");
        List<LoraSite> sites = targets.of(config);
        Path path = Goldens.path("golden/lora/lora_%s_%s.safetensors".formatted(network, precision));
        try (LoraFile file = LoraFile.open(path)) {
            assertThat(file.unknown()).isEmpty();
            assertThat(file.unmatched(sites)).isEmpty();
            List<LoraAdapter> adapters = file.adapters(sites);
            assertThat(adapters).hasSize(expected.size());
            for (int i = 0; i < adapters.size(); i++) {
                LoraAdapter adapter = adapters.get(i);
                JsonNode module = expected.get(i);
                assertThat(adapter.site().name()).isEqualTo(module.get("name").textValue());
                assertThat(adapter.rank()).isEqualTo(module.get("rank").intValue());
                assertThat(adapter.alpha()).isEqualTo(module.get("alpha").doubleValue());
                assertThat(adapter.downShape().toString().replace(" ", ""))
                        .isEqualTo(module.get("down").toString());
                assertThat(adapter.upShape().toString().replace(" ", ""))
                        .isEqualTo(module.get("up").toString());
            }
        }
    }

    @Test
    void theTrainersFileIsWrittenAgainWithTheSameBytesAndHashes(@TempDir Path folder) {
        Path copy = folder.resolve("copy.safetensors");
        try (LoraFile golden = LoraFile.open(Goldens.path(TRAINED))) {
            Map<String, String> metadata = new LinkedHashMap<>(golden.file().metadata());
            metadata.keySet().removeIf(key -> key.startsWith("sshs_"));
            LoraWriter.write(copy, golden.adapters(LoraTargets.DEFAULT.of(config)), Dtype.F16, metadata);
            try (SafetensorsFile written = SafetensorsFile.open(copy)) {
                assertThat(written.metadata()).isEqualTo(golden.file().metadata());
                assertThat(List.copyOf(written.tensors().values()))
                        .isEqualTo(List.copyOf(golden.file().tensors().values()));
                written.tensors().values().forEach(entry -> {
                    ByteBuffer expected = golden.file().bytes(golden.file().entry(entry.name()));
                    assertThat(written.bytes(entry)).isEqualTo(expected);
                });
                assertThat(ModelHashes.of(written).sshsModelHash())
                        .isEqualTo(golden.file().metadata().get("sshs_model_hash"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"F32", "F16", "BF16"})
    void adaptersAreReadBackFromEveryPrecision(Dtype dtype, @TempDir Path folder) {
        Path copy = folder.resolve("copy.safetensors");
        List<LoraSite> sites = LoraTargets.WITH_CONV.of(config);
        try (LoraFile golden = LoraFile.open(Goldens.path("golden/lora/lora_conv_fp32.safetensors"))) {
            List<LoraAdapter> adapters = golden.adapters(sites);
            LoraWriter.write(copy, adapters, dtype, Map.of());
            try (LoraFile written = LoraFile.open(copy)) {
                List<LoraAdapter> again = written.adapters(sites);
                double relative = dtype == Dtype.F32 ? 0 : dtype == Dtype.F16 ? 0x1p-11 : 0x1p-8;
                for (int i = 0; i < adapters.size(); i++) {
                    assertThat(again.get(i).alpha()).isEqualTo(adapters.get(i).alpha());
                    assertClose(again.get(i).down(), adapters.get(i).down(), relative);
                    assertClose(again.get(i).up(), adapters.get(i).up(), relative);
                }
            }
        }
    }

    @Test
    void theTrainersMetadataIsMadeFromTypedValues() {
        JsonNode golden = Goldens.json("golden/save_format/save_format.json")
                .get("o1/tinydog-000001.safetensors")
                .get("metadata");
        Map<String, Object> directory = new LinkedHashMap<>();
        directory.put("n_repeats", 2);
        directory.put("img_count", 3);
        LoraMetadata metadata = LoraMetadata.builder()
                .put("ss_session_id", 3778689132L)
                .put("ss_training_started_at", 1795336318.3910224)
                .put("ss_text_encoder_lr", 0.00005)
                .put("ss_unet_lr", 0.0001)
                .put("ss_network_dim", 4)
                .put("ss_network_alpha", 2.0)
                .put("ss_network_dropout", null)
                .put("ss_v2", false)
                .put("ss_cache_latents", true)
                .put("ss_resolution", PythonText.tuple(64, 64))
                .put("ss_dataset_dirs", Map.of("2_sks dog", directory))
                .put("ss_reg_dataset_dirs", Map.of())
                .put("ss_lr_scheduler", "cosine")
                .build();
        metadata.entries()
                .forEach((key, text) ->
                        assertThat(text).isEqualTo(golden.get(key).textValue()));
    }

    private static void assertClose(float[] actual, float[] expected, double relative) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            // A half's subnormals are 2^-24 apart.
            assertThat(Math.abs((double) actual[i] - expected[i]))
                    .isLessThanOrEqualTo(Math.max(relative * Math.abs(expected[i]), relative == 0 ? 0 : 0x1p-25));
        }
    }
}
