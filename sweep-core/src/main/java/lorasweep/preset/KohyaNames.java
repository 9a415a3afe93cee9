package lorasweep.preset;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names of kohya's programs that are no settings of ours, and what they would do. */
final class KohyaNames {
    private static final Set<String> PLACES_AND_LOGS = Set.of(
            "output_dir",
            "logging_dir",
            "log_prefix",
            "log_with",
            "log_config",
            "log_tracker_name",
            "log_tracker_config",
            "wandb_api_key",
            "wandb_run_name",
            "console_log_level",
            "console_log_file",
            "console_log_simple",
            "training_comment",
            "no_metadata",
            "metadata_title",
            "metadata_author",
            "metadata_description",
            "metadata_license",
            "metadata_tags",
            "huggingface_repo_id",
            "huggingface_token",
            "huggingface_path_in_repo",
            "huggingface_repo_type",
            "huggingface_repo_visibility",
            "async_upload",
            "save_state_to_huggingface",
            "model_list",
            "create_caption",
            "create_buckets",
            "output_config",
            "config_file",
            "save_model_as");
    private static final Set<String> MACHINE = Set.of(
            "num_processes",
            "num_machines",
            "num_cpu_threads_per_process",
            "multi_gpu",
            "gpu_ids",
            "main_process_port",
            "dynamo_backend",
            "dynamo_mode",
            "dynamo_use_dynamic",
            "dynamo_use_fullgraph",
            "extra_accelerate_launch_args",
            "max_data_loader_n_workers",
            "persistent_data_loader_workers",
            "mem_eff_save",
            "lowram",
            "lowvram",
            "highvram",
            "vae_batch_size",
            "cache_info",
            "skip_cache_check",
            "deepspeed",
            "ddp_timeout",
            "ddp_gradient_as_bucket_view",
            "ddp_static_graph",
            "opt_channels_last",
            "torch_compile");
    private static final Set<String> OTHER_MODELS = Set.of(
            "t5xxl_lr",
            "sdxl_cache_text_encoder_outputs",
            "sdxl_no_half_vae",
            "no_half_vae",
            "LyCORIS_preset",
            "factor",
            "unit",
            "stop_text_encoder_training",
            "stop_text_encoder_training_pct",
            "gradient_checkpointing_cpu_offload");
    private static final Set<String> STATES = Set.of(
            "save_state",
            "save_state_on_train_end",
            "save_last_n_epochs",
            "save_last_n_steps",
            "save_last_n_epochs_state",
            "save_last_n_steps_state");

    /** Names that change the result, each with the value at which they do not. */
    private static final Map<String, String> CHANGE_RESULTS = Map.ofEntries(
            Map.entry("LoRA_type", "Standard"),
            Map.entry("network_module", "networks.lora"),
            Map.entry("additional_parameters", ""),
            Map.entry("noise_offset_type", "Original"),
            Map.entry("loss_type", "l2"),
            Map.entry("min_timestep", "0"),
            Map.entry("max_timestep", "1000"),
            Map.entry("sdxl", "false"),
            Map.entry("v2", "false"),
            Map.entry("caption_separator", ","),
            Map.entry("token_warmup_min", "1"));

    /** Names that change the result unless they are false, 0 or empty. */
    private static final Set<String> CHANGE_RESULTS_WHEN_ON = Set.of(
            "dataset_config",
            "dataset_class",
            "in_json",
            "network_weights",
            "base_weights",
            "dim_from_weights",
            "resume",
            "initial_epoch",
            "initial_step",
            "skip_until_initial_step",
            "rank_dropout",
            "module_dropout",
            "block_dims",
            "block_alphas",
            "conv_block_dims",
            "conv_block_alphas",
            "block_lr_zero_threshold",
            "down_lr_weight",
            "mid_lr_weight",
            "up_lr_weight",
            "loraplus_lr_ratio",
            "loraplus_unet_lr_ratio",
            "loraplus_text_encoder_lr_ratio",
            "full_fp16",
            "full_bf16",
            "fp8_base",
            "fp8_base_unet",
            "weighted_captions",
            "enable_wildcard",
            "secondary_separator",
            "token_warmup_step",
            "token_string",
            "init_word",
            "color_aug",
            "random_crop",
            "face_crop_aug_range",
            "masked_loss",
            "conditioning_data_dir",
            "debiased_estimation_loss",
            "scale_v_pred_loss_like_noise_pred",
            "v_pred_like_loss",
            "zero_terminal_snr",
            "noise_offset_random_strength",
            "adaptive_noise_scale",
            "multires_noise_iterations",
            "ip_noise_gamma",
            "ip_noise_gamma_random_strength",
            "lr_scheduler_type",
            "lr_scheduler_args",
            "lr_scheduler_min_lr_ratio",
            "lr_scheduler_timescale",
            "lr_decay_steps",
            "fused_backward_pass",
            "no_token_padding",
            "decompose_both",
            "train_norm",
            "use_tucker",
            "use_scalar",
            "use_cp",
            "constrain",
            "rescaled",
            "bypass_mode",
            "dora_wd",
            "resize_interpolation",
            "save_n_epoch_ratio");

    /** Names that only matter beside one that is off here. */
    private static final Map<String, String> MATTER_WITH = Map.of(
            "huber_schedule", "loss_type",
            "huber_c", "loss_type",
            "huber_scale", "loss_type",
            "multires_noise_discount", "multires_noise_iterations",
            "train_on_input", "LoRA_type");

    private KohyaNames() {}

    /** Why a name has no effect here; empty if it may have one or is not known. */
    static Optional<String> whyIgnored(String name) {
        if (name.startsWith("sample_")) {
            return Optional.of("samples are asked for under samples: in the grid file");
        }
        if (name.startsWith("validat") || name.equals("max_validation_steps")) {
            return Optional.of("images are held out under dataset: in the grid file");
        }
        if (PLACES_AND_LOGS.contains(name)) {
            return Optional.of("files, logs and metadata are written by the sweep");
        }
        if (name.equals("output_name")) {
            return Optional.of("files are named after the sweep");
        }
        if (MACHINE.contains(name)) {
            return Optional.of("concerns the machine, not the result");
        }
        if (OTHER_MODELS.contains(name)) {
            return Optional.of("has no effect on a LoRA for Stable Diffusion 1.5");
        }
        if (STATES.contains(name)) {
            return Optional.of("every checkpoint and the state to resume from are kept");
        }
        return Optional.ofNullable(MATTER_WITH.get(name)).map(other -> "matters only with " + other);
    }

    /** The value at which a name that changes results does not; empty if the name is not known. */
    static Optional<Set<String>> neutralValues(String name) {
        if (CHANGE_RESULTS_WHEN_ON.contains(name)) {
            return Optional.of(Set.of("false", "0", "0.0", "", "[]"));
        }
        return Optional.ofNullable(CHANGE_RESULTS.get(name)).map(Set::of);
    }
}
