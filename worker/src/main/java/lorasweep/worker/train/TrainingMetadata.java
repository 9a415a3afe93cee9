package lorasweep.worker.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import lorasweep.trial.OptimizerType;
import lorasweep.trial.Resolution;
import lorasweep.trial.StepArithmetic;
import lorasweep.trial.TrialSpec;
import lorasweep.trial.TrialSpecCodec;
import lorasweep.worker.data.Dataset;
import lorasweep.worker.data.TrainingImage;
import lorasweep.worker.lora.LoraMetadata;

/**
 * What a LoRA file says of how it was trained, under the keys that web interfaces read: {@code ss_*}
 * as kohya's trainer writes them, {@code modelspec.*} and our own {@code sweep.*}.
 */
final class TrainingMetadata {
    private final TrialSpec spec;
    private final Dataset dataset;
    private final StepArithmetic arithmetic;
    private final Map<String, String> baseHashes;
    private final Instant started;

    /** The metadata of one trial's files. */
    TrainingMetadata(
            TrialSpec spec,
            Dataset dataset,
            StepArithmetic arithmetic,
            Map<String, String> baseHashes,
            Instant started) {
        this.spec = spec;
        this.dataset = dataset;
        this.arithmetic = arithmetic;
        this.baseHashes = Map.copyOf(baseHashes);
        this.started = started;
    }

    /** When the trial's training began. */
    Instant startedAt() {
        return started;
    }

    /**
     * The entries of a file.
     *
     * @param epoch kohya's {@code ss_epoch}: from 1 in epoch and final files, completed epochs in step files
     * @param step optimizer updates made
     * @param saved when the file is written
     */
    Map<String, String> at(int epoch, long step, Instant saved) {
        LoraMetadata.Builder metadata = LoraMetadata.builder();
        run(metadata, epoch, step, saved);
        network(metadata);
        base(metadata);
        loss(metadata);
        dataset(metadata);
        modelspec(metadata, saved);
        metadata.put("sweep.trial", spec.id().toString());
        metadata.put("sweep.spec", TrialSpecCodec.canonical(spec));
        return metadata.build().entries();
    }

    private void run(LoraMetadata.Builder metadata, int epoch, long step, Instant saved) {
        metadata.put(
                        "ss_session_id",
                        Long.toString(Long.parseLong(spec.id().toString().substring(0, 8), 16)))
                .put("ss_training_started_at", seconds(started))
                .put("ss_training_finished_at", seconds(saved))
                .put("ss_output_name", spec.save().outputName())
                .put("ss_training_comment", null)
                .put("ss_sd_scripts_commit_hash", "(unknown)")
                .put("ss_learning_rate", spec.learningRates().learningRate())
                .put("ss_text_encoder_lr", spec.learningRates().textEncoderLr())
                .put("ss_unet_lr", spec.learningRates().unetLr())
                .put("ss_optimizer", optimizer())
                .put("ss_lr_scheduler", spec.schedule().lrScheduler().name().toLowerCase(Locale.ROOT))
                .put("ss_lr_warmup_steps", spec.schedule().warmUpSteps(arithmetic.totalSteps()))
                .put("ss_max_train_steps", arithmetic.totalSteps())
                .put("ss_num_epochs", arithmetic.epochs())
                .put("ss_epoch", epoch)
                .put("ss_steps", step)
                .put("ss_num_batches_per_epoch", arithmetic.batchesPerEpoch())
                .put("ss_num_train_images", images(dataset.training()))
                .put("ss_num_reg_images", images(dataset.regularisation()))
                .put("ss_num_validation_images", dataset.heldOut().size())
                .put("ss_batch_size_per_device", spec.batch().trainBatchSize())
                .put("ss_total_batch_size", spec.batch().trainBatchSize())
                .put("ss_gradient_accumulation_steps", spec.batch().gradientAccumulationSteps())
                .put("ss_gradient_checkpointing", spec.compute().gradientCheckpointing())
                .put(
                        "ss_mixed_precision",
                        spec.compute().mixedPrecision().name().toLowerCase(Locale.ROOT))
                .put("ss_full_fp16", false)
                .put("ss_fp8_base", false)
                .put("ss_fp8_base_unet", false)
                .put("ss_lowram", false)
                .put("ss_seed", spec.seed())
                .put("ss_max_grad_norm", spec.optimizer().maxGradNorm())
                .put("ss_cache_latents", true);
    }

    private String optimizer() {
        return "%s(weight_decay=%s,betas=(%s, %s),eps=%s)"
                .formatted(
                        spec.optimizer().optimizerType() == OptimizerType.ADAMW_8BIT
                                ? "bitsandbytes.optim.adamw.AdamW8bit"
                                : "torch.optim.adamw.AdamW",
                        spec.optimizer().weightDecay(),
                        spec.optimizer().betas().beta1(),
                        spec.optimizer().betas().beta2(),
                        spec.optimizer().eps());
    }

    private void network(LoraMetadata.Builder metadata) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        if (spec.network().convDim().isPresent()) {
            arguments.put("conv_dim", Integer.toString(spec.network().convDim().getAsInt()));
            arguments.put("conv_alpha", Double.toString(spec.network().convAlpha()));
        }
        metadata.put("ss_network_module", "networks.lora")
                .put("ss_network_dim", spec.network().networkDim())
                .put("ss_network_alpha", spec.network().networkAlpha())
                .put(
                        "ss_network_dropout",
                        spec.network().networkDropout() == 0
                                ? null
                                : spec.network().networkDropout())
                .put(
                        "ss_scale_weight_norms",
                        spec.loss().scaleWeightNorms() == 0 ? null : spec.loss().scaleWeightNorms());
        if (!arguments.isEmpty()) {
            metadata.put("ss_network_args", arguments.toString());
        }
    }

    private void base(LoraMetadata.Builder metadata) {
        metadata.put("ss_sd_model_name", fileName(spec.base().pretrainedModelNameOrPath()))
                .put("ss_v2", false)
                .put("ss_base_model_version", spec.base().vParameterization() ? "sd_v1_v" : "sd_v1")
                .put("ss_clip_skip", spec.captions().clipSkip())
                .put(
                        "ss_max_token_length",
                        spec.captions().maxTokenLength() == 75
                                ? null
                                : spec.captions().maxTokenLength());
        spec.base().vae().ifPresent(vae -> metadata.put("ss_vae_name", fileName(vae)));
        new TreeMap<>(baseHashes).forEach(metadata::put);
    }

    private void loss(LoraMetadata.Builder metadata) {
        metadata.put(
                        "ss_noise_offset",
                        spec.loss().noiseOffset() == 0 ? null : spec.loss().noiseOffset())
                .put(
                        "ss_min_snr_gamma",
                        spec.loss().minSnrGamma() == 0 ? null : spec.loss().minSnrGamma())
                .put("ss_zero_terminal_snr", false)
                .put("ss_debiased_estimation", false)
                .put("ss_prior_loss_weight", spec.loss().priorLossWeight())
                .put("ss_loss_type", "l2");
    }

    private void dataset(LoraMetadata.Builder metadata) {
        metadata.put(
                        "ss_resolution",
                        "(%d, %d)".formatted(resolution().width(), resolution().height()))
                .put("ss_enable_bucket", spec.buckets().enableBucket())
                .put("ss_bucket_no_upscale", spec.buckets().bucketNoUpscale())
                .put("ss_min_bucket_reso", spec.buckets().minBucketReso())
                .put("ss_max_bucket_reso", spec.buckets().maxBucketReso())
                .put("ss_color_aug", false)
                .put("ss_flip_aug", spec.dataset().flipAug())
                .put("ss_random_crop", false)
                .put("ss_shuffle_caption", spec.captions().shuffleCaption())
                .put("ss_keep_tokens", spec.captions().keepTokens())
                .put("ss_caption_dropout_rate", spec.captions().captionDropoutRate())
                .put("ss_caption_dropout_every_n_epochs", spec.captions().captionDropoutEveryNEpochs())
                .put("ss_caption_tag_dropout_rate", spec.captions().captionTagDropoutRate())
                .put("ss_dataset_dirs", directories(dataset.training()).toString())
                .put(
                        "ss_reg_dataset_dirs",
                        directories(dataset.regularisation()).toString())
                .put("ss_tag_frequency", tagFrequency().toString())
                .put("ss_bucket_info", buckets().toString());
    }

    private void modelspec(LoraMetadata.Builder metadata, Instant saved) {
        metadata.put("modelspec.sai_model_spec", "1.0.1")
                .put("modelspec.architecture", "stable-diffusion-v1/lora")
                .put("modelspec.implementation", "diffusers")
                .put("modelspec.title", spec.save().outputName())
                .put(
                        "modelspec.date",
                        DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                                saved.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC)))
                .put(
                        "modelspec.resolution",
                        resolution().width() + "x" + resolution().height())
                .put("modelspec.prediction_type", spec.base().vParameterization() ? "v" : "epsilon");
        if (spec.captions().clipSkip() > 1) {
            metadata.put("modelspec.encoder_layer", spec.captions().clipSkip());
        }
    }

    private Resolution resolution() {
        return spec.buckets().resolution();
    }

    private static long images(List<TrainingImage> images) {
        return images.stream().mapToLong(TrainingImage::repeats).sum();
    }

    private static ObjectNode directories(List<TrainingImage> images) {
        Map<String, ObjectNode> folders = new TreeMap<>();
        for (TrainingImage image : images) {
            ObjectNode folder =
                    folders.computeIfAbsent(directory(image), name -> JsonNodeFactory.instance.objectNode());
            folder.put("n_repeats", image.repeats());
            folder.put("img_count", folder.path("img_count").asInt(0) + 1);
        }
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        folders.forEach(all::set);
        return all;
    }

    private ObjectNode tagFrequency() {
        Map<String, Map<String, Integer>> frequencies = new TreeMap<>();
        for (TrainingImage image : dataset.training()) {
            Map<String, Integer> tags = frequencies.computeIfAbsent(directory(image), name -> new TreeMap<>());
            for (String tag : image.caption().split(",")) {
                if (!tag.isBlank()) {
                    tags.merge(tag.strip().toLowerCase(Locale.ROOT), 1, Integer::sum);
                }
            }
        }
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        frequencies.forEach((folder, tags) -> {
            ObjectNode own = all.putObject(folder);
            tags.forEach(own::put);
        });
        return all;
    }

    private ObjectNode buckets() {
        ObjectNode info = JsonNodeFactory.instance.objectNode();
        ObjectNode buckets = info.putObject("buckets");
        List<Double> errors = new ArrayList<>();
        int[] index = {0};
        dataset.samples().forEach((size, samples) -> {
            ObjectNode bucket = buckets.putObject(Integer.toString(index[0]++));
            bucket.putArray("resolution").add(size.width()).add(size.height());
            bucket.put("count", samples.size());
        });
        dataset.training().forEach(image -> errors.add(Math.abs(image.aspectError())));
        info.put(
                "mean_img_ar_error",
                errors.stream().mapToDouble(Double::doubleValue).average().orElse(0));
        return info;
    }

    private static String directory(TrainingImage image) {
        Path parent = image.file().getParent();
        return parent == null ? "" : fileName(parent.toString());
    }

    private static String fileName(String path) {
        Path name = Path.of(path).getFileName();
        return name == null ? path : name.toString();
    }

    private static String seconds(Instant instant) {
        return "%d.%06d".formatted(instant.getEpochSecond(), instant.getNano() / 1000);
    }
}
