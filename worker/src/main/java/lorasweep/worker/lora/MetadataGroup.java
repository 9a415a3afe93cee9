package lorasweep.worker.lora;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where a metadata entry of a LoRA file belongs when a person reads them. */
public enum MetadataGroup {
    /** What was run, when, and how far it had come. */
    RUN(
            "Run",
            List.of(
                    "ss_output_name",
                    "ss_training_comment",
                    "ss_session_id",
                    "ss_training_started_at",
                    "ss_training_finished_at",
                    "ss_epoch",
                    "ss_num_epochs",
                    "ss_steps",
                    "ss_max_train_steps",
                    "ss_sd_scripts_commit_hash")),
    /** Rates, optimizer, batches, precision. */
    TRAINING(
            "Training settings",
            List.of(
                    "ss_learning_rate",
                    "ss_unet_lr",
                    "ss_text_encoder_lr",
                    "ss_optimizer",
                    "ss_lr_scheduler",
                    "ss_lr_warmup_steps",
                    "ss_max_grad_norm",
                    "ss_batch_size_per_device",
                    "ss_total_batch_size",
                    "ss_gradient_accumulation_steps",
                    "ss_gradient_checkpointing",
                    "ss_mixed_precision",
                    "ss_full_fp16",
                    "ss_fp8_base",
                    "ss_fp8_base_unet",
                    "ss_lowram",
                    "ss_seed",
                    "ss_cache_latents",
                    "ss_validation_seed",
                    "ss_validation_split",
                    "ss_max_validation_steps",
                    "ss_validate_every_n_epochs",
                    "ss_validate_every_n_steps")),
    /** What was trained. */
    NETWORK(
            "Network",
            List.of(
                    "ss_network_module",
                    "ss_network_dim",
                    "ss_network_alpha",
                    "ss_network_dropout",
                    "ss_network_args",
                    "ss_scale_weight_norms")),
    /** What it was trained on top of. */
    BASE_MODEL(
            "Base model",
            List.of(
                    "ss_sd_model_name",
                    "ss_sd_model_hash",
                    "ss_new_sd_model_hash",
                    "ss_vae_name",
                    "ss_vae_hash",
                    "ss_new_vae_hash",
                    "ss_base_model_version",
                    "ss_v2",
                    "ss_clip_skip",
                    "ss_max_token_length")),
    /** How the loss was made. */
    LOSS(
            "Loss and noise",
            List.of(
                    "ss_loss_type",
                    "ss_huber_schedule",
                    "ss_huber_scale",
                    "ss_huber_c",
                    "ss_min_snr_gamma",
                    "ss_debiased_estimation",
                    "ss_prior_loss_weight",
                    "ss_noise_offset",
                    "ss_noise_offset_random_strength",
                    "ss_adaptive_noise_scale",
                    "ss_multires_noise_iterations",
                    "ss_multires_noise_discount",
                    "ss_ip_noise_gamma",
                    "ss_ip_noise_gamma_random_strength",
                    "ss_zero_terminal_snr")),
    /** Images and captions. */
    DATASET(
            "Dataset",
            List.of(
                    "ss_num_train_images",
                    "ss_num_reg_images",
                    "ss_num_validation_images",
                    "ss_num_batches_per_epoch",
                    "ss_resolution",
                    "ss_enable_bucket",
                    "ss_bucket_no_upscale",
                    "ss_min_bucket_reso",
                    "ss_max_bucket_reso",
                    "ss_resize_interpolation",
                    "ss_color_aug",
                    "ss_flip_aug",
                    "ss_random_crop",
                    "ss_face_crop_aug_range",
                    "ss_shuffle_caption",
                    "ss_keep_tokens",
                    "ss_caption_dropout_rate",
                    "ss_caption_dropout_every_n_epochs",
                    "ss_caption_tag_dropout_rate",
                    "ss_dataset_dirs",
                    "ss_reg_dataset_dirs",
                    "ss_datasets",
                    "ss_bucket_info",
                    "ss_tag_frequency")),
    /** What the file says it is: the SAI model specification. */
    MODELSPEC("Model specification", List.of()),
    /** Checksums of the weights. */
    HASHES("Hashes", List.of()),
    /** What this product adds. */
    SWEEP("Sweep", List.of()),
    /** Everything else. */
    OTHER("Other", List.of());

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // every constant hands over a List.of
    private final List<String> keys;

    MetadataGroup(String title, List<String> keys) {
        this.title = title;
        this.keys = keys;
    }

    /** What a person reads above the group. */
    public String title() {
        return title;
    }

    /** The entries by group: known keys in the group's order, others by name; no group is empty. */
    public static Map<MetadataGroup, Map<String, String>> group(LoraMetadata metadata) {
        Map<MetadataGroup, Map<String, String>> groups = new EnumMap<>(MetadataGroup.class);
        Map<String, String> rest = new TreeMap<>(metadata.entries());
        for (MetadataGroup group : values()) {
            for (String key : group.keys) {
                String value = rest.remove(key);
                if (value != null) {
                    groups.computeIfAbsent(group, g -> new LinkedHashMap<>()).put(key, value);
                }
            }
        }
        rest.forEach((key, value) -> groups.computeIfAbsent(byPrefix(key), g -> new LinkedHashMap<>())
                .put(key, value));
        return groups;
    }

    private static MetadataGroup byPrefix(String key) {
        if (key.startsWith("modelspec.")) {
            return MODELSPEC;
        } else if (key.startsWith("sshs_")) {
            return HASHES;
        }
        return key.startsWith("sweep.") ? SWEEP : OTHER;
    }
}
