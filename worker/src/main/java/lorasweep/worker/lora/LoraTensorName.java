package lorasweep.worker.lora;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A tensor's name in a LoRA file, understood: the adapted module under kohya's name, and which of its
 * tensors this is. Knows kohya's names and the three generations of diffusers' names (attention
 * processors, LoRA layers, PEFT).
 *
 * @param module for example {@code lora_unet_mid_block_attentions_0_proj_in}
 * @param role which tensor of the module
 */
record LoraTensorName(String module, Role role) {

    /** What a tensor is to its adapter. */
    enum Role {
        /** The projection to rank dimensions. */
        DOWN,
        /** The projection back. */
        UP,
        /** The number that the scale is made of. */
        ALPHA
    }

    private static final Pattern KOHYA =
            Pattern.compile("(lora_unet_|lora_te1?_)(\\w+)\\.(?:(lora_down|lora_up)\\.weight|alpha)");

    private static final Pattern DIFFUSERS_MODULE = Pattern.compile(
            "(?:base_model\\.model\\.)?(?:unet\\.|text_encoder\\.)?((?:down_blocks|up_blocks|mid_block|text_model)\\..+)");

    private static final Pattern DIFFUSERS_TENSOR = Pattern.compile("(.+?)(?:\\.processor)?"
            + "(?:\\.lora|\\.lora_linear_layer|\\.(to_q|to_k|to_v|to_out)_lora)?"
            + "\\.(?:(lora_A|down|lora_B|up)(?:\\.default)?\\.weight|alpha)");

    private static final Map<String, Role> ROLES = Map.of(
            "lora_down",
            Role.DOWN,
            "lora_A",
            Role.DOWN,
            "down",
            Role.DOWN,
            "lora_up",
            Role.UP,
            "lora_B",
            Role.UP,
            "up",
            Role.UP);

    /** What an attention processor's projection is called as a module. */
    private static final Map<String, String> UNET_PROJECTIONS =
            Map.of("to_q", "to_q", "to_k", "to_k", "to_v", "to_v", "to_out", "to_out.0");

    private static final Map<String, String> TEXT_PROJECTIONS =
            Map.of("to_q", "q_proj", "to_k", "k_proj", "to_v", "v_proj", "to_out", "out_proj");

    /** Understands a name, if it is one of a LoRA. */
    static Optional<LoraTensorName> parse(String name) {
        Matcher kohya = KOHYA.matcher(name);
        if (kohya.matches()) {
            String prefix = kohya.group(1).equals("lora_te1_") ? "lora_te_" : kohya.group(1);
            return Optional.of(new LoraTensorName(prefix + kohya.group(2), role(kohya.group(3))));
        }
        Matcher module = DIFFUSERS_MODULE.matcher(name);
        if (!module.matches()) {
            return Optional.empty();
        }
        Matcher tensor = DIFFUSERS_TENSOR.matcher(module.group(1));
        if (!tensor.matches()) {
            return Optional.empty();
        }
        boolean text = tensor.group(1).startsWith("text_model.");
        String projection = tensor.group(2);
        String path = tensor.group(1)
                + (projection == null ? "" : "." + (text ? TEXT_PROJECTIONS : UNET_PROJECTIONS).get(projection));
        return Optional.of(
                new LoraTensorName((text ? "lora_te_" : "lora_unet_") + path.replace('.', '_'), role(tensor.group(3))));
    }

    private static Role role(@Nullable String tensor) {
        return tensor == null ? Role.ALPHA : ROLES.getOrDefault(tensor, Role.ALPHA);
    }
}
