package lorasweep.worker.lora;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in the model a module is, told from its name.
 *
 * @param kind network and kind of block
 * @param block the block, as its users name it
 * @param order of the block: as the model runs them, text encoder first
 */
record Place(String kind, String block, int order) {
    private static final Pattern TEXT =
            Pattern.compile("lora_te_text_model_encoder_layers_(\\d{1,3})_(self_attn|mlp)_.*");
    private static final Pattern UNET = Pattern.compile(
            "lora_unet_(?:(down_blocks|up_blocks)_(\\d{1,3})|mid_block)_(attentions|resnets|downsamplers|upsamplers)_.*");

    private static final Map<String, String> KINDS = Map.of(
            "self_attn", "text encoder attention",
            "mlp", "text encoder MLP",
            "attentions", "U-Net transformers",
            "resnets", "U-Net resnets",
            "downsamplers", "U-Net samplers",
            "upsamplers", "U-Net samplers");

    private static final int DOWN = 1000;
    private static final int MIDDLE = 2000;
    private static final int UP = 3000;
    private static final Place ELSEWHERE = new Place("elsewhere", "elsewhere", 4000);

    /** The place of a module by kohya's name. */
    static Place of(String module) {
        Matcher text = TEXT.matcher(module);
        if (text.matches()) {
            int layer = Integer.parseInt(text.group(1));
            return new Place(kind(text.group(2)), "text encoder layer " + layer, layer);
        }
        Matcher unet = UNET.matcher(module);
        if (!unet.matches()) {
            return ELSEWHERE;
        }
        String kind = kind(unet.group(3));
        if (unet.group(1) == null) {
            return new Place(kind, "mid_block", MIDDLE);
        }
        int number = Integer.parseInt(unet.group(2));
        int side = unet.group(1).equals("down_blocks") ? DOWN : UP;
        return new Place(kind, unet.group(1) + "." + number, side + number);
    }

    private static String kind(String container) {
        return KINDS.getOrDefault(container, container);
    }
}
