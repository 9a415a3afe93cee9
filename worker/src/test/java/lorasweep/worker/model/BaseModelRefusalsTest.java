package lorasweep.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.safetensors.Dtype;
import lorasweep.worker.testing.Goldens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseModelRefusalsTest {
    private static final String UNET = "model.diffusion_model.";

    @TempDir
    Path folder;

    @Test
    void listsMissingMisshapenAndUnknownTensorsTogether() {
        Path file = golden().remove((UNET + "out.2.bias")::equals)
                .remove("first_stage_model.quant_conv.weight"::equals)
                .add(UNET + "out.0.bias", Dtype.F16, 7L)
                .add(UNET + "time_embed.0.bias", Dtype.I64, 128L)
                .add("adapter.mid\u001b[31m", Dtype.F32, 1L)
                .save(folder.resolve("broken.safetensors"));
        assertThat(problems(described(file)))
                .hasSize(5)
                .allSatisfy(problem -> assertThat(problem).startsWith(file + ": tensor \""))
                .anySatisfy(problem -> assertThat(problem).contains("out.2.bias", "missing", "[4]", "U-Net"))
                .anySatisfy(problem -> assertThat(problem).contains("quant_conv.weight", "missing", "VAE"))
                .anySatisfy(problem -> assertThat(problem).contains("out.0.bias", "[7]", "expected [32]"))
                .anySatisfy(problem -> assertThat(problem).contains("time_embed.0.bias", "I64"))
                .anySatisfy(problem -> assertThat(problem).contains("adapter.mid\\u001b[31m", "unknown"));
    }

    @Test
    void countsWhatIsTooMuchToList() {
        Path file = golden().remove(name -> name.contains("attn1")).save(folder.resolve("broken.safetensors"));
        List<String> problems = problems(described(file));
        assertThat(problems).hasSize(21);
        assertThat(problems.get(20)).contains("60 more", "missing");
    }

    @Test
    void acceptsAveragedWeightsTablesPositionsAndLosses() {
        Path file = golden().add("model_ema.decay", Dtype.F32)
                .add("model_ema.diffusion_modelout2bias", Dtype.F32, 4L)
                .add("betas", Dtype.F32, 1000L)
                .add("alphas_cumprod_prev", Dtype.F32, 1000L)
                .add("sqrt_one_minus_alphas_cumprod", Dtype.F32, 1000L)
                .add("log_one_minus_alphas_cumprod", Dtype.F32, 1000L)
                .add("posterior_mean_coef1", Dtype.F32, 1000L)
                .add("cond_stage_model.logit_scale", Dtype.F32)
                .add("cond_stage_model.transformer.text_projection.weight", Dtype.F32, 32L, 32L)
                .add("cond_stage_model.transformer.text_model.embeddings.position_ids", Dtype.F16, 1L, 77L)
                .add("first_stage_model.loss.logvar", Dtype.F32)
                .add("first_stage_model.model_ema.num_updates", Dtype.I32)
                .save(folder.resolve("pruned.safetensors"));
        try (BaseModel model = BaseModel.open(described(file))) {
            assertThat(model.stored(Part.UNET)).hasSize(686);
        }
    }

    @Test
    void acceptsATextEncoderWithoutItsOuterLevel() {
        Path file = golden().rename(name -> name.replace("transformer.text_model.", "transformer."))
                .save(folder.resolve("older.safetensors"));
        try (BaseModel model = BaseModel.open(described(file))) {
            assertThat(model.stored(Part.TEXT_ENCODER).get(0).name())
                    .isEqualTo("cond_stage_model.transformer.embeddings.token_embedding.weight");
        }
    }

    @Test
    void tellsVPredictionAndZeroTerminalSnrFromMarkersAndMetadata() {
        Path marked = golden().add("v_pred", Dtype.F32, 0L)
                .add("ztsnr", Dtype.F32, 0L)
                .save(folder.resolve("a.safetensors"));
        Path described = golden().describe("modelspec.prediction_type", "v").save(folder.resolve("b.safetensors"));
        try (BaseModel model = BaseModel.open(described(marked))) {
            assertThat(model.config().scheduler().predictionType()).isEqualTo(PredictionType.V_PREDICTION);
            assertThat(model.config().scheduler().zeroTerminalSnr()).isTrue();
        }
        try (BaseModel model = BaseModel.open(described(described))) {
            assertThat(model.config().scheduler().predictionType()).isEqualTo(PredictionType.V_PREDICTION);
            assertThat(model.config().scheduler().zeroTerminalSnr()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "conditioner.embedders.0.transformer.text_model.final_layer_norm.bias, SDXL",
        "model.diffusion_model.label_emb.0.0.weight, SDXL",
        "cond_stage_model.model.ln_final.weight, Stable Diffusion 2",
        "model.diffusion_model.joint_blocks.0.x_block.attn.qkv.weight, Stable Diffusion 3",
        "model.diffusion_model.double_blocks.0.img_attn.qkv.weight, Flux",
        "control_model.input_blocks.0.0.weight, ControlNet",
        "lora_unet_mid_block_attentions_0_proj_in.lora_down.weight, LoRA",
        "unet.mid_block.attentions.0.proj_in.lora_A.weight, LoRA"
    })
    void refusesOtherKindsOfModelByName(String tensor, String kind) {
        Path file = EditedFile.empty().add(tensor, Dtype.F16, 1L).save(folder.resolve("other.safetensors"));
        assertThat(problems(ModelFiles.of(file)))
                .singleElement()
                .asString()
                .contains(file.toString(), kind, "not supported", "1.x");
    }

    @ParameterizedTest
    @CsvSource({"9, inpainting", "8, InstructPix2Pix", "5, depth-to-image", "7, upscaler"})
    void refusesUNetsWithMoreInputsByName(long channels, String kind) throws IOException {
        Path file = golden().add(UNET + "input_blocks.0.0.weight", Dtype.F16, 32L, channels, 3L, 3L)
                .save(folder.resolve("other.safetensors"));
        assertThat(problems(described(file))).singleElement().asString().contains(kind, channels + " input channels");

        Path diffusers = FolderCopy.ofGolden(folder, "unet", json -> json.put("in_channels", channels));
        assertThat(problems(ModelFiles.of(diffusers)))
                .singleElement()
                .asString()
                .contains(kind, channels + " input channels");
    }

    @Test
    void refusesStableDiffusion2AndSdxlFoldersByName() throws IOException {
        Path second = FolderCopy.ofGolden(
                folder, "unet", json -> json.put("use_linear_projection", true).put("cross_attention_dim", 1024));
        assertThat(problems(ModelFiles.of(second))).singleElement().asString().contains("Stable Diffusion 2");
        Path large = FolderCopy.ofGolden(folder, "unet", json -> json.put("cross_attention_dim", 2048));
        assertThat(problems(ModelFiles.of(large))).singleElement().asString().contains("SDXL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.ckpt", "model.PT", "pytorch_model.bin", "model.pth"})
    void refusesPicklesWithTheReasonAndTheWayOut(String name) throws IOException {
        Path file = Files.write(folder.resolve(name), new byte[10]);
        for (ModelFiles files : List.of(
                ModelFiles.of(file), ModelFiles.of(Goldens.path("model")).withVae(file))) {
            assertThat(problems(files))
                    .singleElement()
                    .asString()
                    .contains(
                            name, "pickle", "can run any code", ".safetensors", "Checkpoint Merger", "Save Checkpoint");
        }
    }

    @Test
    void refusesAFolderWhoseWeightsArePickles() throws IOException {
        Path copy = FolderCopy.ofGolden(folder, "unet", json -> {});
        Files.delete(copy.resolve("unet/diffusion_pytorch_model.safetensors"));
        Files.write(copy.resolve("unet/diffusion_pytorch_model.bin"), new byte[10]);
        assertThat(problems(ModelFiles.of(copy)))
                .singleElement()
                .asString()
                .contains("diffusion_pytorch_model.bin", "pickle");
    }

    @Test
    void takesAVariantWhereThereIsNoOtherFile() throws IOException {
        Path copy = FolderCopy.ofGolden(folder, "unet", json -> {});
        Path plain = copy.resolve("unet/diffusion_pytorch_model.safetensors");
        Path variant = Files.move(plain, copy.resolve("unet/diffusion_pytorch_model.fp16.safetensors"));
        try (BaseModel model = BaseModel.open(ModelFiles.of(copy))) {
            assertThat(model.file(Part.UNET)).isEqualTo(variant);
        }
        Path other = Files.move(variant, copy.resolve("unet/diffusion_pytorch_model.non_ema.safetensors"));
        try (BaseModel model = BaseModel.open(ModelFiles.of(copy))) {
            assertThat(model.file(Part.UNET)).isEqualTo(other);
        }
        Files.copy(other, copy.resolve("unet/diffusion_pytorch_model.bf16.safetensors"));
        assertThat(problems(ModelFiles.of(copy))).singleElement().asString().contains("non_ema", "bf16", "rename");
        Files.delete(other);
        Files.delete(copy.resolve("unet/diffusion_pytorch_model.bf16.safetensors"));
        assertThat(problems(ModelFiles.of(copy))).singleElement().asString().contains("unet", "weights are missing");
    }

    @Test
    void refusesWhatIsNoWholeCheckpoint() {
        Path vae =
                golden().remove(name -> !name.startsWith("first_stage_model.")).save(folder.resolve("vae.safetensors"));
        assertThat(problems(ModelFiles.of(vae))).singleElement().asString().contains("autoencoder and no U-Net");
        Path unet = golden().remove(name -> !name.startsWith(UNET)).save(folder.resolve("unet.safetensors"));
        assertThat(problems(described(unet))).singleElement().asString().contains("no text encoder");
        Path withoutVae = golden().remove(name -> name.startsWith("first_stage_model."))
                .save(folder.resolve("novae.safetensors"));
        assertThat(problems(described(withoutVae))).singleElement().asString().contains("no VAE", "separate VAE");
        assertThat(problems(ModelFiles.of(Goldens.path("model/unet/diffusion_pytorch_model.safetensors"))))
                .singleElement()
                .asString()
                .contains("one network of a diffusers folder");
        Path nothing = EditedFile.empty().add("x", Dtype.F32, 1L).save(folder.resolve("x.safetensors"));
        assertThat(problems(ModelFiles.of(nothing))).singleElement().asString().contains("model.diffusion_model.*");
        assertThat(problems(ModelFiles.of(folder.resolve("nowhere"))))
                .singleElement()
                .asString()
                .contains("does not exist");
    }

    @Test
    void saysThatShapesDoNotTellEverything() {
        assertThat(problems(ModelFiles.of(Goldens.path("model_single.safetensors"))))
                .anySatisfy(problem -> assertThat(problem).contains("norm groups, 32", "48"))
                .anySatisfy(problem -> assertThat(problem).contains("text encoder's heads"))
                .last()
                .asString()
                .contains("shapes of a single file do not tell", "diffusers folder");
    }

    private static EditedFile golden() {
        return EditedFile.of(Goldens.path("model_single.safetensors"));
    }

    private static ModelFiles described(Path file) {
        return ModelFiles.of(file).withConfiguration(Goldens.path("model"));
    }

    static List<String> problems(ModelFiles files) {
        InvalidInputException refusal = catchThrowableOfType(
                InvalidInputException.class, () -> BaseModel.open(files).close());
        assertThat(refusal).as("refusal of %s", files).isNotNull();
        return refusal.problems();
    }
}
