package lorasweep.worker.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.safetensors.TensorEntry;

/** What a single-file checkpoint holds, told from its names, shapes and metadata. */
final class SingleFile {
    private final SafetensorsFile file;
    private final Map<String, List<Long>> shapes = new LinkedHashMap<>();

    private SingleFile(SafetensorsFile file) {
        this.file = file;
        for (TensorEntry entry : file.tensors().values()) {
            shapes.put(entry.name(), entry.shape());
        }
    }

    /**
     * Looks at a file that should hold a whole model.
     *
     * @throws InvalidInputException if it is another kind of model or file
     */
    static SingleFile of(SafetensorsFile file) {
        SingleFile single = new SingleFile(file);
        single.requireStableDiffusion1();
        return single;
    }

    private void requireStableDiffusion1() {
        UnsupportedModel.of(shapes.keySet()).ifPresent(this::refuse);
        if (!has(LdmNames.UNET_PREFIX)) {
            if (has("decoder.") || has(LdmNames.VAE_PREFIX)) {
                refuse("holds an autoencoder and no U-Net, expected a whole checkpoint; give it as the VAE of one.");
            }
            refuse(
                    has("down_blocks.") || has("text_model.")
                            ? "is one network of a diffusers folder, expected a whole checkpoint; give the folder that holds unet, vae and text_encoder."
                            : "holds no tensor \"model.diffusion_model.*\", expected a Stable Diffusion 1.x checkpoint or a diffusers folder.");
        }
        UNetConfig unet = LdmConfig.unet(shapes);
        boolean linear = shapes.getOrDefault(LdmNames.UNET_PREFIX + "middle_block.1.proj_in.weight", List.of())
                        .size()
                == 2;
        UnsupportedModel.of(unet.inChannels(), unet.crossAttentionDim(), linear).ifPresent(this::refuse);
        if (!has(LdmNames.TEXT_PREFIX)) {
            refuse(
                    "holds no text encoder (\"cond_stage_model.transformer.*\"), expected a whole checkpoint; a U-Net alone cannot be used.");
        }
    }

    /** Whether the checkpoint brings an autoencoder. */
    boolean hasVae() {
        return has(LdmNames.VAE_PREFIX);
    }

    /** The model's configuration as far as shapes tell it, the rest as in Stable Diffusion 1.5. */
    StableDiffusionConfig config() {
        String text = LdmNames.TEXT_PREFIX + (has(LdmNames.TEXT_PREFIX + "text_model.") ? "text_model." : "");
        return new StableDiffusionConfig(
                LdmConfig.unet(shapes),
                LdmConfig.vae(shapes, LdmNames.VAE_PREFIX),
                LdmConfig.text(shapes, text),
                StableDiffusionConfig.SD_1_5.scheduler());
    }

    /** What is known of the noise, with what the file says of it: a marker tensor or modelspec metadata. */
    SchedulerConfig scheduler(SchedulerConfig otherwise) {
        boolean v = shapes.containsKey("v_pred")
                || file.metadata().getOrDefault("modelspec.prediction_type", "").equals("v");
        return new SchedulerConfig(
                otherwise.numTrainTimesteps(),
                otherwise.betaStart(),
                otherwise.betaEnd(),
                otherwise.betaSchedule(),
                v ? PredictionType.V_PREDICTION : otherwise.predictionType(),
                shapes.containsKey("ztsnr") || otherwise.zeroTerminalSnr());
    }

    /** The names under which a tensor may be stored. */
    static List<String> spellings(StableDiffusionConfig config, Part part, String name) {
        return switch (part) {
            case UNET -> List.of(LdmNames.unet(config.unet(), name));
            case TEXT_ENCODER ->
                DiffusersFolder.spellings(part, name).stream()
                        .map(LdmNames.TEXT_PREFIX::concat)
                        .toList();
            case VAE -> List.of(LdmNames.VAE_PREFIX + LdmNames.vae(config.vae(), name));
        };
    }

    private boolean has(String prefix) {
        return shapes.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    private void refuse(String problem) {
        throw new InvalidInputException(file.path() + ": " + problem);
    }
}
