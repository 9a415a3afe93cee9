package lorasweep.worker.model;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names the models that resemble Stable Diffusion 1.x and are not it, so that their users learn why
 * they are refused rather than reading a list of a thousand tensors.
 */
final class UnsupportedModel {
    private static final String ADVICE = " is not supported; give a Stable Diffusion 1.x text-to-image model.";

    /** A part of a tensor's name that only one kind of file has; the first match counts. */
    private static final List<Map.Entry<String, String>> SIGNS = List.of(
            Map.entry("conditioner.embedders.", "SDXL"),
            Map.entry("diffusion_model.label_emb.", "SDXL"),
            Map.entry("diffusion_model.joint_blocks.", "Stable Diffusion 3"),
            Map.entry("double_blocks.", "Flux"),
            Map.entry("cond_stage_model.model.", "Stable Diffusion 2"),
            Map.entry("control_model.", "a ControlNet"),
            Map.entry("diffusion_model.input_hint_block.", "a ControlNet"),
            Map.entry(".lora_down.", "a LoRA file"),
            Map.entry(".lora_A.", "a LoRA file"),
            Map.entry("lora_unet_", "a LoRA file"));

    private UnsupportedModel() {}

    /** What a single file holds instead, by its tensors' names. */
    static Optional<String> of(Collection<String> names) {
        return SIGNS.stream()
                .filter(sign -> names.stream().anyMatch(name -> name.contains(sign.getKey())))
                .findFirst()
                .map(sign -> sign.getValue() + ADVICE);
    }

    /** What a U-Net of this shape belongs to instead. */
    static Optional<String> of(int inChannels, int crossAttentionDim, boolean linearProjection) {
        String kind = switch (inChannels) {
            case 5 -> "a depth-to-image model (5 input channels)";
            case 7 -> "an upscaler (7 input channels)";
            case 8 -> "an InstructPix2Pix model (8 input channels)";
            case 9 -> "an inpainting model (9 input channels)";
            default -> byContext(crossAttentionDim, linearProjection);
        };
        return Optional.of(kind).filter(name -> !name.isEmpty()).map(name -> name + ADVICE);
    }

    private static String byContext(int crossAttentionDim, boolean linearProjection) {
        if (crossAttentionDim == 2048 || crossAttentionDim == 1280) {
            return "SDXL (context width " + crossAttentionDim + ")";
        }
        return linearProjection
                ? "Stable Diffusion 2 (linear projections, context width %d)".formatted(crossAttentionDim)
                : "";
    }
}
