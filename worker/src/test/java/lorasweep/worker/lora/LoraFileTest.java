package lorasweep.worker.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.model.EditedFile;
import lorasweep.worker.model.StableDiffusionConfig;
import lorasweep.worker.safetensors.Dtype;
import lorasweep.worker.safetensors.SafetensorsWriter;
import lorasweep.worker.safetensors.StoredFloats;
import lorasweep.worker.safetensors.StoredTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoraFileTest {
    private static final List<LoraSite> SITES = LoraTargets.WITH_CONV.of(StableDiffusionConfig.SD_1_5);
    private static final String QUERY = "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn1_to_q";
    private static final String PROJECTION = "lora_unet_mid_block_attentions_0_proj_in";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "lora_te_text_model_encoder_layers_3_self_attn_q_proj.lora_%s.weight, down, up",
        "lora_te1_text_model_encoder_layers_3_self_attn_q_proj.lora_%s.weight, down, up",
        "text_encoder.text_model.encoder.layers.3.self_attn.q_proj.lora_%s.weight, A, B",
        "base_model.model.text_model.encoder.layers.3.self_attn.q_proj.lora_%s.default.weight, A, B",
        "text_encoder.text_model.encoder.layers.3.self_attn.q_proj.lora_linear_layer.%s.weight, down, up",
        "text_encoder.text_model.encoder.layers.3.self_attn.q_proj.lora.%s.weight, down, up",
        "text_encoder.text_model.encoder.layers.3.self_attn.to_q_lora.%s.weight, down, up"
    })
    void understandsAllNamesOfTheTextEncoder(String pattern, String down, String up) {
        assertUnderstood(pattern, down, up, "lora_te_text_model_encoder_layers_3_self_attn_q_proj", 768, 768);
    }

    @ParameterizedTest
    @CsvSource({
        "unet.mid_block.attentions.0.transformer_blocks.0.attn2.to_k.lora_%s.weight, A, B",
        "unet.mid_block.attentions.0.transformer_blocks.0.attn2.to_k.lora.%s.weight, down, up",
        "unet.mid_block.attentions.0.transformer_blocks.0.attn2.processor.to_k_lora.%s.weight, down, up",
        "mid_block.attentions.0.transformer_blocks.0.attn2.processor.to_k_lora.%s.weight, down, up",
        "base_model.model.mid_block.attentions.0.transformer_blocks.0.attn2.to_k.lora_%s.weight, A, B"
    })
    void understandsAllNamesOfTheUNet(String pattern, String down, String up) {
        assertUnderstood(
                pattern, down, up, "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k", 768, 1280);
    }

    @ParameterizedTest
    @CsvSource({
        "unet.mid_block.attentions.0.transformer_blocks.0.attn1.processor.to_out_lora.%s.weight",
        "unet.mid_block.attentions.0.transformer_blocks.0.attn1.to_out.0.lora.%s.weight"
    })
    void understandsTheOutputProjection(String pattern) {
        assertUnderstood(
                pattern,
                "down",
                "up",
                "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn1_to_out_0",
                1280,
                1280);
    }

    private void assertUnderstood(String pattern, String down, String up, String module, long in, long out) {
        Path path = EditedFile.empty()
                .add(pattern.formatted(down), Dtype.F32, 2L, in)
                .add(pattern.formatted(up), Dtype.F32, out, 2L)
                .save(folder.resolve("lora.safetensors"));
        try (LoraFile file = LoraFile.open(path)) {
            assertThat(file.unknown()).isEmpty();
            LoraAdapter adapter = file.adapters(SITES).get(0);
            assertThat(adapter.site().name()).isEqualTo(module);
            assertThat(adapter.rank()).isEqualTo(2);
            assertThat(adapter.alpha()).isEqualTo(2);
        }
    }

    @Test
    void readsAlphasOfEveryType() {
        for (Dtype dtype : List.of(Dtype.F16, Dtype.BF16, Dtype.F32)) {
            assertThat(alpha(StoredFloats.store(QUERY + ".alpha", dtype, List.of(), new float[] {1.5f})))
                    .isEqualTo(1.5);
        }
        byte[] three = {3, 0, 0, 0, 0, 0, 0, 0};
        assertThat(alpha(new StoredTensor(QUERY + ".alpha", Dtype.I64, List.of(), ByteBuffer.wrap(three))))
                .isEqualTo(3);
        assertThat(alpha(StoredFloats.store(QUERY + ".alpha", Dtype.F32, List.of(1L), new float[] {8})))
                .isEqualTo(8);
    }

    @Test
    void anAlphaThatIsMissingOrZeroScalesBy1() {
        assertThat(alpha(StoredFloats.store(QUERY + ".alpha", Dtype.F32, List.of(), new float[] {0})))
                .isEqualTo(4);
        Path path = query(4).save(folder.resolve("lora.safetensors"));
        try (LoraFile file = LoraFile.open(path)) {
            assertThat(file.modules().get(0).scale()).isEqualTo(1);
        }
    }

    @Test
    void takesTheAlphaThatDiffusersKeepsInItsMetadata() {
        Path path = EditedFile.empty()
                .add("unet.mid_block.attentions.0.proj_in.lora_A.weight", Dtype.F32, 4L, 1280L, 1L, 1L)
                .add("unet.mid_block.attentions.0.proj_in.lora_B.weight", Dtype.F32, 1280L, 4L, 1L, 1L)
                .describe(
                        "lora_adapter_metadata", "{\"unet.r\": 4, \"unet.lora_alpha\": 8, \"unet.alpha_pattern\": {}}")
                .save(folder.resolve("lora.safetensors"));
        try (LoraFile file = LoraFile.open(path)) {
            assertThat(file.modules().get(0).scale()).isEqualTo(2);
        }
    }

    private double alpha(StoredTensor alpha) {
        Path path = folder.resolve("alpha.safetensors");
        StoredTensor down = StoredFloats.store(QUERY + ".lora_down.weight", Dtype.F32, List.of(4L, 2L), new float[8]);
        StoredTensor up = StoredFloats.store(QUERY + ".lora_up.weight", Dtype.F32, List.of(2L, 4L), new float[8]);
        SafetensorsWriter.write(path, Map.of(), List.of(down, up, alpha));
        try (LoraFile file = LoraFile.open(path)) {
            return file.modules().get(0).alpha();
        }
    }

    @Test
    void takesPointwiseConvolutionsAsMatricesAndTheOtherWayRound() {
        Path path = EditedFile.empty()
                .add(QUERY + ".lora_down.weight", Dtype.F32, 4L, 1280L, 1L, 1L)
                .add(QUERY + ".lora_up.weight", Dtype.F32, 1280L, 4L, 1L, 1L)
                .add(PROJECTION + ".lora_down.weight", Dtype.F32, 4L, 1280L)
                .add(PROJECTION + ".lora_up.weight", Dtype.F32, 1280L, 4L)
                .save(folder.resolve("lora.safetensors"));
        try (LoraFile file = LoraFile.open(path)) {
            assertThat(file.adapters(SITES)).hasSize(2);
        }
    }

    @Test
    void listsUnknownTensorsAndModulesThatTheModelLacks() {
        Path path = query(4).add("bundle_emb.style", Dtype.F32, 1L)
                .add("lora_unet_mid_block_attentions_7_proj_in.lora_down.weight", Dtype.F32, 4L, 8L)
                .add("lora_unet_mid_block_attentions_7_proj_in.lora_up.weight", Dtype.F32, 8L, 4L)
                .save(folder.resolve("lora.safetensors"));
        try (LoraFile file = LoraFile.open(path)) {
            assertThat(file.unknown()).containsExactly("bundle_emb.style");
            assertThat(file.unmatched(SITES)).containsExactly("lora_unet_mid_block_attentions_7_proj_in");
            assertThat(file.adapters(SITES)).hasSize(1);
        }
    }

    @Test
    void listsAllProblemsOfAFileTogether() {
        Path path = EditedFile.empty()
                .add("lora_unet_a.lora_down.weight", Dtype.F32, 4L, 8L)
                .add("lora_unet_b.lora_up.weight", Dtype.F32, 8L, 4L)
                .add("lora_unet_c.lora_down.weight", Dtype.F32, 4L, 8L)
                .add("lora_unet_c.lora_up.weight", Dtype.F32, 8L, 5L)
                .add("lora_unet_d.lora_down.weight", Dtype.I64, 4L, 8L)
                .add("lora_unet_d.lora_up.weight", Dtype.F32, 8L, 4L)
                .add("lora_unet_e.lora_down.weight", Dtype.F32, 4L, 8L)
                .add("lora_unet_e.lora_up.weight", Dtype.F32, 8L, 4L)
                .add("lora_unet_e.alpha", Dtype.F32, 3L)
                .add("lora_te_f.lora_down.weight", Dtype.F32, 4L, 8L)
                .add("lora_te1_f.lora_down.weight", Dtype.F32, 4L, 8L)
                .add("lora_te_f.lora_up.weight", Dtype.F32, 8L, 4L)
                .save(folder.resolve("broken.safetensors"));
        assertThatThrownBy(() -> LoraFile.open(path))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        e -> assertThat(e.problems())
                                .hasSize(6)
                                .allSatisfy(problem -> assertThat(problem).startsWith(path + ": module \"lora_"))
                                .anySatisfy(problem -> assertThat(problem).contains("lora_unet_a", "no up tensor"))
                                .anySatisfy(problem -> assertThat(problem).contains("lora_unet_b", "no down tensor"))
                                .anySatisfy(problem -> assertThat(problem).contains("lora_unet_c", "[4, 8]", "[8, 5]"))
                                .anySatisfy(problem -> assertThat(problem).contains("lora_unet_d", "I64"))
                                .anySatisfy(problem -> assertThat(problem).contains("lora_unet_e", "alpha"))
                                .anySatisfy(
                                        problem -> assertThat(problem).contains("lora_te_f", "expected one of them")));
    }

    @ParameterizedTest
    @CsvSource({
        "lora_unet_x.hada_w1_a, LoHa",
        "lora_unet_x.lokr_w1, LoKr",
        "lora_unet_x.dora_scale, DoRA",
        "unet.mid_block.x.lora_magnitude_vector, DoRA",
        "lora_unet_x.oft_blocks, OFT",
        "lora_unet_x.a1.weight, GLoRA",
        "lora_unet_x.lora_mid.weight, Tucker",
        "lora_unet_x.diff, differences",
        "lora_te2_text_model_encoder_layers_0_mlp_fc1.lora_down.weight, SDXL",
        "lora_unet_input_blocks_4_1_proj_in.lora_down.weight, SDXL",
        "transformer.single_transformer_blocks.0.attn.to_q.lora_A.weight, Flux",
        "model.diffusion_model.out.2.bias, checkpoint",
        "emb_params, textual inversion"
    })
    void refusesOtherAdaptersByName(String tensor, String kind) {
        Path path = query(4).add(tensor, Dtype.F32, 1L).save(folder.resolve("other.safetensors"));
        assertThatThrownBy(() -> LoraFile.open(path))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(path + ": ")
                .hasMessageContaining(kind)
                .hasMessageContaining("expected");
    }

    @Test
    void refusesAFileWithoutAnyModule() {
        Path path = EditedFile.empty().add("x", Dtype.F32, 1L).save(folder.resolve("x.safetensors"));
        assertThatThrownBy(() -> LoraFile.open(path))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no LoRA module");
    }

    @Test
    void refusesAdaptersOfAnotherModelsShapes() {
        Path path = EditedFile.empty()
                .add(QUERY + ".lora_down.weight", Dtype.F32, 4L, 640L)
                .add(QUERY + ".lora_up.weight", Dtype.F32, 640L, 4L)
                .save(folder.resolve("lora.safetensors"));
        try (LoraFile file = LoraFile.open(path)) {
            assertThatThrownBy(() -> file.adapters(SITES))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining(QUERY)
                    .hasMessageContaining("[4, 640]")
                    .hasMessageContaining("1280");
        }
    }

    @Test
    void refusesALoraOfWhichNothingFits() {
        Path path = query(4).rename(name -> name.replace("mid_block", "side_block"))
                .save(folder.resolve("lora.safetensors"));
        try (LoraFile file = LoraFile.open(path)) {
            assertThatThrownBy(() -> file.adapters(SITES))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("none of its 1 modules");
        }
    }

    @Test
    void refusesMetadataThatScalesModulesOneByOne() {
        Path path = query(4).describe("lora_adapter_metadata", "{\"unet.alpha_pattern\": {\"to_q\": 16}}")
                .save(folder.resolve("lora.safetensors"));
        assertThatThrownBy(() -> LoraFile.open(path))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("lora_adapter_metadata");
    }

    private static EditedFile query(long rank) {
        return EditedFile.empty()
                .add(QUERY + ".lora_down.weight", Dtype.F32, rank, 1280L)
                .add(QUERY + ".lora_up.weight", Dtype.F32, 1280L, rank);
    }
}
