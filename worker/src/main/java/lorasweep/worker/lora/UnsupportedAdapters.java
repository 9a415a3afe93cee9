package lorasweep.worker.lora;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Names the relatives of LoRA that keep other tensors, and LoRAs of other base models. */
final class UnsupportedAdapters {
    private static final String LORA_ONLY = ", expected a LoRA or LoCon (tensors lora_down and lora_up)";
    private static final String SD1_ONLY = ", expected a LoRA of Stable Diffusion 1.x";

    /** A part of a tensor's name that only one kind of file has; the first match counts. */
    private static final List<Map.Entry<String, String>> SIGNS = List.of(
            Map.entry("model.diffusion_model.", "is a checkpoint" + LORA_ONLY),
            Map.entry(".hada_w", "is a LoHa" + LORA_ONLY),
            Map.entry(".lokr_w", "is a LoKr" + LORA_ONLY),
            Map.entry(".lokr_t", "is a LoKr" + LORA_ONLY),
            Map.entry(".dora_scale", "is a DoRA" + LORA_ONLY),
            Map.entry("lora_magnitude_vector", "is a DoRA" + LORA_ONLY),
            Map.entry(".oft_", "is an OFT" + LORA_ONLY),
            Map.entry(".a1.weight", "is a GLoRA" + LORA_ONLY),
            Map.entry(".on_input", "is an (IA)3" + LORA_ONLY),
            Map.entry(".lora_mid.", "is a LoCon in Tucker form" + LORA_ONLY),
            Map.entry(".diff", "holds differences of whole weights" + LORA_ONLY),
            Map.entry("lora_te2_", "is a LoRA of SDXL" + SD1_ONLY),
            Map.entry("text_encoder_2.", "is a LoRA of SDXL" + SD1_ONLY),
            Map.entry("lora_unet_input_blocks_", "is a LoRA of SDXL" + SD1_ONLY),
            Map.entry("lora_unet_double_blocks_", "is a LoRA of Flux" + SD1_ONLY),
            Map.entry("lora_unet_joint_blocks_", "is a LoRA of Stable Diffusion 3" + SD1_ONLY),
            Map.entry("transformer.", "is a LoRA of a transformer model such as Flux" + SD1_ONLY),
            Map.entry("string_to_param", "is a textual inversion" + LORA_ONLY),
            Map.entry("emb_params", "is a textual inversion" + LORA_ONLY));

    private UnsupportedAdapters() {}

    /** What a file holds instead of a LoRA of Stable Diffusion 1.x, by its tensors' names. */
    static Optional<String> of(Collection<String> names) {
        return SIGNS.stream()
                .filter(sign -> names.stream().anyMatch(name -> name.contains(sign.getKey())))
                .findFirst()
                .map(sign -> sign.getValue() + ".");
    }
}
