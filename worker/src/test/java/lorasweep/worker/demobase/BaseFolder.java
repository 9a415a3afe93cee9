package lorasweep.worker.demobase;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import lorasweep.worker.model.Layer;
import lorasweep.worker.model.SchedulerConfig;
import lorasweep.worker.model.TextConfig;
import lorasweep.worker.model.UNetConfig;
import lorasweep.worker.model.VaeConfig;
import lorasweep.worker.safetensors.Dtype;
import lorasweep.worker.safetensors.SafetensorsWriter;
import lorasweep.worker.safetensors.StoredFloats;
import lorasweep.worker.safetensors.StoredTensor;

/** Writes a base model as a diffusers folder: configurations as diffusers and transformers write them, weights in fp16. */
final class BaseFolder {
    private final Path folder;
    private final ObjectMapper json = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    BaseFolder(Path folder) {
        this.folder = folder;
    }

    /** Where the autoencoder's weights are. */
    Path vaeWeights() {
        return folder.resolve("vae/diffusion_pytorch_model.safetensors");
    }

    void writeConfigurations() {
        write(
                "model_index.json",
                Map.of(
                        "_class_name", "StableDiffusionPipeline",
                        "_diffusers_version", "0.21.0",
                        "scheduler", List.of("diffusers", "DDIMScheduler"),
                        "text_encoder", List.of("transformers", "CLIPTextModel"),
                        "tokenizer", List.of("transformers", "CLIPTokenizer"),
                        "unet", List.of("diffusers", "UNet2DConditionModel"),
                        "vae", List.of("diffusers", "AutoencoderKL")));
        write("scheduler/scheduler_config.json", scheduler(DemoArchitecture.CONFIG.scheduler()));
        write("unet/config.json", unet(DemoArchitecture.CONFIG.unet()));
        write("vae/config.json", vae(DemoArchitecture.CONFIG.vae()));
        write("text_encoder/config.json", text(DemoArchitecture.CONFIG.text()));
    }

    private static Map<String, Object> scheduler(SchedulerConfig config) {
        return Map.of(
                "_class_name",
                "DDIMScheduler",
                "beta_end",
                config.betaEnd(),
                "beta_schedule",
                "scaled_linear",
                "beta_start",
                config.betaStart(),
                "clip_sample",
                false,
                "num_train_timesteps",
                config.numTrainTimesteps(),
                "prediction_type",
                "epsilon",
                "set_alpha_to_one",
                false,
                "steps_offset",
                1);
    }

    private static Map<String, Object> unet(UNetConfig config) {
        List<String> down = new ArrayList<>();
        List<String> up = new ArrayList<>();
        for (UNetConfig.Level level : config.levels()) {
            down.add(level.attention() ? "CrossAttnDownBlock2D" : "DownBlock2D");
            up.add(level.attention() ? "CrossAttnUpBlock2D" : "UpBlock2D");
        }
        Collections.reverse(up);
        return Map.ofEntries(
                Map.entry("_class_name", "UNet2DConditionModel"),
                Map.entry("act_fn", "silu"),
                Map.entry("attention_head_dim", config.levels().get(0).heads()),
                Map.entry(
                        "block_out_channels",
                        config.levels().stream().map(UNetConfig.Level::channels).toList()),
                Map.entry("center_input_sample", false),
                Map.entry("cross_attention_dim", config.crossAttentionDim()),
                Map.entry("down_block_types", down),
                Map.entry("downsample_padding", 1),
                Map.entry("flip_sin_to_cos", config.flipSinToCos()),
                Map.entry("freq_shift", config.freqShift()),
                Map.entry("in_channels", config.inChannels()),
                Map.entry("layers_per_block", config.layersPerBlock()),
                Map.entry("mid_block_scale_factor", 1),
                Map.entry("norm_eps", config.normEps()),
                Map.entry("norm_num_groups", config.normGroups()),
                Map.entry("out_channels", config.outChannels()),
                Map.entry("sample_size", config.sampleSize()),
                Map.entry("up_block_types", up));
    }

    private static Map<String, Object> vae(VaeConfig config) {
        int levels = config.blockOutChannels().size();
        return Map.ofEntries(
                Map.entry("_class_name", "AutoencoderKL"),
                Map.entry("act_fn", "silu"),
                Map.entry("block_out_channels", config.blockOutChannels()),
                Map.entry("down_block_types", Collections.nCopies(levels, "DownEncoderBlock2D")),
                Map.entry("in_channels", config.inChannels()),
                Map.entry("latent_channels", config.latentChannels()),
                Map.entry("layers_per_block", config.layersPerBlock()),
                Map.entry("norm_num_groups", config.normGroups()),
                Map.entry("out_channels", config.inChannels()),
                Map.entry("sample_size", DemoArchitecture.SIDE),
                Map.entry("scaling_factor", config.scalingFactor()),
                Map.entry("up_block_types", Collections.nCopies(levels, "UpDecoderBlock2D")));
    }

    private static Map<String, Object> text(TextConfig config) {
        return Map.ofEntries(
                Map.entry("architectures", List.of("CLIPTextModel")),
                Map.entry("bos_token_id", config.vocabularySize() - 2),
                Map.entry("eos_token_id", config.vocabularySize() - 1),
                Map.entry("pad_token_id", config.vocabularySize() - 1),
                Map.entry("hidden_act", "quick_gelu"),
                Map.entry("hidden_size", config.hiddenSize()),
                Map.entry("intermediate_size", config.intermediateSize()),
                Map.entry("layer_norm_eps", config.layerNormEps()),
                Map.entry("max_position_embeddings", config.positions()),
                Map.entry("model_type", "clip_text_model"),
                Map.entry("num_attention_heads", config.heads()),
                Map.entry("num_hidden_layers", config.layers()),
                Map.entry("projection_dim", config.hiddenSize()),
                Map.entry("vocab_size", config.vocabularySize()));
    }

    private void write(String name, Map<String, Object> content) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(file.resolveSibling(""));
            Files.writeString(file, json.writeValueAsString(content) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void writeVae(List<Layer> layers, Map<String, float[]> values) {
        write(vaeWeights(), layers, values);
    }

    void writeUnet(List<Layer> layers, Map<String, float[]> values) {
        write(folder.resolve("unet/diffusion_pytorch_model.safetensors"), layers, values);
    }

    void writeText(List<Layer> layers, Map<String, float[]> values) {
        write(folder.resolve("text_encoder/model.safetensors"), layers, values);
    }

    private static void write(Path file, List<Layer> layers, Map<String, float[]> values) {
        List<StoredTensor> tensors = new ArrayList<>();
        layers.forEach(layer -> layer.tensors()
                .forEach((name, shape) -> tensors.add(StoredFloats.store(name, Dtype.F16, shape, values.get(name)))));
        SafetensorsWriter.write(file, Map.of("format", "pt"), tensors);
    }
}
