package lorasweep.worker.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import lorasweep.trial.InvalidInputException;

/**
 * Reads a {@link StableDiffusionConfig} from the JSON files of a diffusers folder. Values that would
 * change the architecture in a way the networks do not know are refused; everything else that
 * diffusers or a converter wrote there is tolerated.
 */
final class DiffusersConfig {
    private static final int MAX_LEVELS = 8;
    private static final int MAX_LAYERS = 64;

    /** What diffusers and transformers assume where a configuration does not say. */
    private static final double NORM_EPS = 1e-5;

    private static final Set<String> FALSE = Set.of("false");
    private static final Set<String> ABSENT = Set.of();
    private static final Set<String> ONE = Set.of("1", "1.0");
    private static final Set<String> SILU = Set.of("silu", "swish");

    private static final Map<String, Set<String>> UNET_SUPPORTED = Map.ofEntries(
            Map.entry("_class_name", Set.of("UNet2DConditionModel")),
            Map.entry("act_fn", SILU),
            Map.entry("addition_embed_type", ABSENT),
            Map.entry("attention_type", Set.of("default")),
            Map.entry("center_input_sample", FALSE),
            Map.entry("class_embed_type", ABSENT),
            Map.entry("class_embeddings_concat", FALSE),
            Map.entry("conv_in_kernel", Set.of("3")),
            Map.entry("conv_out_kernel", Set.of("3")),
            Map.entry("cross_attention_norm", ABSENT),
            Map.entry("downsample_padding", ONE),
            Map.entry("dual_cross_attention", FALSE),
            Map.entry("encoder_hid_dim", ABSENT),
            Map.entry("encoder_hid_dim_type", ABSENT),
            Map.entry("mid_block_only_cross_attention", FALSE),
            Map.entry("mid_block_scale_factor", ONE),
            Map.entry("mid_block_type", Set.of("UNetMidBlock2DCrossAttn")),
            Map.entry("num_class_embeds", ABSENT),
            Map.entry("only_cross_attention", FALSE),
            Map.entry("projection_class_embeddings_input_dim", ABSENT),
            Map.entry("resnet_out_scale_factor", ONE),
            Map.entry("resnet_skip_time_act", FALSE),
            Map.entry("resnet_time_scale_shift", Set.of("default")),
            Map.entry("reverse_transformer_layers_per_block", ABSENT),
            Map.entry("time_cond_proj_dim", ABSENT),
            Map.entry("time_embedding_act_fn", ABSENT),
            Map.entry("time_embedding_dim", ABSENT),
            Map.entry("time_embedding_type", Set.of("positional")),
            Map.entry("timestep_post_act", ABSENT),
            Map.entry("transformer_layers_per_block", ONE),
            Map.entry("use_linear_projection", FALSE));

    private static final Map<String, Set<String>> VAE_SUPPORTED = Map.of(
            "_class_name",
            Set.of("AutoencoderKL"),
            "act_fn",
            SILU,
            "latents_mean",
            ABSENT,
            "latents_std",
            ABSENT,
            "mid_block_add_attention",
            Set.of("true"),
            "shift_factor",
            ABSENT,
            "use_post_quant_conv",
            Set.of("true"),
            "use_quant_conv",
            Set.of("true"));

    private final Path folder;
    private final List<String> problems = new ArrayList<>();

    private DiffusersConfig(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads {@code unet/}, {@code vae/}, {@code text_encoder/} and {@code scheduler/} of a folder.
     *
     * @throws InvalidInputException listing every value that is missing or not supported
     */
    static StableDiffusionConfig read(Path folder) {
        DiffusersConfig reader = new DiffusersConfig(folder);
        Optional<String> unsupported = reader.unsupported();
        if (unsupported.isPresent()) {
            throw new InvalidInputException(folder + ": " + unsupported.get());
        }
        StableDiffusionConfig config =
                new StableDiffusionConfig(reader.unet(), reader.vae(), reader.text(), reader.scheduler());
        reader.finish();
        ConfigChecks.requireSound(folder, config);
        return config;
    }

    /**
     * Reads the {@code config.json} of a folder that holds an autoencoder alone.
     *
     * @throws InvalidInputException listing every value that is missing or not supported
     */
    static VaeConfig readVae(Path folder) {
        DiffusersConfig reader = new DiffusersConfig(folder);
        VaeConfig config = reader.vae(folder.resolve("config.json"));
        reader.finish();
        ConfigChecks.requireSound(folder, config);
        return config;
    }

    private Optional<String> unsupported() {
        ConfigJson json = ConfigJson.read(folder.resolve("unet/config.json"), new ArrayList<>());
        return UnsupportedModel.of(
                json.integer("in_channels", 0),
                json.integer("cross_attention_dim", 0),
                json.flag("use_linear_projection", false));
    }

    private void finish() {
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
    }

    private UNetConfig unet() {
        ConfigJson json = ConfigJson.read(folder.resolve("unet/config.json"), problems);
        json.expectOnly(UNET_SUPPORTED);
        List<Integer> channels = json.counts("block_out_channels", MAX_LEVELS);
        // Newer files have a second key for the same thing, which wins when it is set.
        String headsKey = json.isSet("num_attention_heads") ? "num_attention_heads" : "attention_head_dim";
        List<Integer> heads = json.countForEach(headsKey, channels.size());
        List<Boolean> attention = blocks(json, "down_block_types", "CrossAttnDownBlock2D", "DownBlock2D");
        List<Boolean> mirrored = blocks(json, "up_block_types", "CrossAttnUpBlock2D", "UpBlock2D");
        Collections.reverse(mirrored);
        if (attention.size() != channels.size() || !attention.equals(mirrored)) {
            json.problem("\"down_block_types\" %s and \"up_block_types\" %s do not mirror each other over %d levels."
                    .formatted(json.texts("down_block_types"), json.texts("up_block_types"), channels.size()));
        }
        List<UNetConfig.Level> levels = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            levels.add(new UNetConfig.Level(channels.get(i), heads.get(i), i < attention.size() && attention.get(i)));
        }
        return new UNetConfig(
                json.count("in_channels", ConfigJson.MAX_SIZE),
                json.count("out_channels", ConfigJson.MAX_SIZE),
                levels,
                json.count("layers_per_block", MAX_LEVELS),
                json.count("cross_attention_dim", ConfigJson.MAX_SIZE),
                json.count("norm_num_groups", ConfigJson.MAX_SIZE),
                json.number("norm_eps", NORM_EPS),
                json.flag("flip_sin_to_cos", true),
                json.integer("freq_shift", 0),
                json.count("sample_size", ConfigJson.MAX_SIZE));
    }

    /** Which blocks have attention. */
    private static List<Boolean> blocks(ConfigJson json, String key, String with, String without) {
        onlyBlocks(json, key, Set.of(with, without));
        List<Boolean> attention = new ArrayList<>();
        json.texts(key).forEach(type -> attention.add(type.equals(with)));
        return attention;
    }

    private static void onlyBlocks(ConfigJson json, String key, Set<String> supported) {
        Set<String> unknown = new TreeSet<>(json.texts(key));
        unknown.removeAll(supported);
        if (!unknown.isEmpty()) {
            json.problem("\"%s\" has %s, expected only %s; a model of that architecture cannot be used."
                    .formatted(key, unknown, String.join(" and ", new TreeSet<>(supported))));
        }
    }

    private VaeConfig vae() {
        return vae(folder.resolve("vae/config.json"));
    }

    private VaeConfig vae(Path file) {
        ConfigJson json = ConfigJson.read(file, problems);
        json.expectOnly(VAE_SUPPORTED);
        onlyBlocks(json, "down_block_types", Set.of("DownEncoderBlock2D"));
        onlyBlocks(json, "up_block_types", Set.of("UpDecoderBlock2D"));
        int channels = json.count("in_channels", ConfigJson.MAX_SIZE);
        if (json.count("out_channels", ConfigJson.MAX_SIZE) != channels) {
            json.problem("\"out_channels\" differs from \"in_channels\", expected an autoencoder of images.");
        }
        return new VaeConfig(
                channels,
                json.count("latent_channels", ConfigJson.MAX_SIZE),
                json.counts("block_out_channels", MAX_LEVELS),
                json.count("layers_per_block", MAX_LEVELS),
                json.count("norm_num_groups", ConfigJson.MAX_SIZE),
                json.number("scaling_factor", VaeConfig.SCALING_FACTOR));
    }

    private TextConfig text() {
        ConfigJson json = ConfigJson.read(folder.resolve("text_encoder/config.json"), problems);
        json.expectOnly(Map.of("model_type", Set.of("clip_text_model")));
        return new TextConfig(
                json.count("hidden_size", ConfigJson.MAX_SIZE),
                json.count("num_hidden_layers", MAX_LAYERS),
                json.count("num_attention_heads", ConfigJson.MAX_SIZE),
                json.count("intermediate_size", ConfigJson.MAX_SIZE),
                json.count("vocab_size", ConfigJson.MAX_SIZE),
                json.count("max_position_embeddings", ConfigJson.MAX_SIZE),
                json.number("layer_norm_eps", NORM_EPS),
                json.choice(
                        "hidden_act",
                        Map.of("quick_gelu", TextConfig.Activation.QUICK_GELU, "gelu", TextConfig.Activation.GELU),
                        TextConfig.Activation.QUICK_GELU));
    }

    private SchedulerConfig scheduler() {
        ConfigJson json = ConfigJson.read(folder.resolve("scheduler/scheduler_config.json"), problems);
        json.expectOnly(Map.of("trained_betas", ABSENT));
        return new SchedulerConfig(
                json.count("num_train_timesteps", ConfigJson.MAX_SIZE),
                json.number("beta_start"),
                json.number("beta_end"),
                json.choice(
                        "beta_schedule",
                        Map.of(
                                "linear", SchedulerConfig.BetaSchedule.LINEAR,
                                "scaled_linear", SchedulerConfig.BetaSchedule.SCALED_LINEAR),
                        SchedulerConfig.BetaSchedule.LINEAR),
                json.choice(
                        "prediction_type",
                        Map.of("epsilon", PredictionType.EPSILON, "v_prediction", PredictionType.V_PREDICTION),
                        PredictionType.EPSILON),
                json.flag("rescale_betas_zero_snr", false));
    }
}
