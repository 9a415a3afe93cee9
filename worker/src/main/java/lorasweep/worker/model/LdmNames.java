package lorasweep.worker.model;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the tensors of a single-file checkpoint are called: the names of CompVis' latent-diffusion
 * code, made from diffusers' names. Its input and output blocks are numbered through over all levels,
 * and its VAE decoder counts levels from the finest.
 */
final class LdmNames {
    static final String UNET_PREFIX = "model.diffusion_model.";
    static final String VAE_PREFIX = "first_stage_model.";
    static final String TEXT_PREFIX = "cond_stage_model.transformer.";

    private static final Pattern UNET_BLOCK = Pattern.compile(
            "(down_blocks|up_blocks)\\.(\\d+)\\.(resnets|attentions|downsamplers|upsamplers)\\.(\\d+)\\.(.*)");
    private static final Pattern UNET_MIDDLE = Pattern.compile("mid_block\\.(resnets|attentions)\\.(\\d+)\\.(.*)");
    private static final Pattern VAE_BLOCK = Pattern.compile(
            "(encoder\\.down|decoder\\.up)_blocks\\.(\\d+)\\.(resnets\\.(\\d+)|(?:down|up)samplers\\.0)\\.(.*)");
    private static final Pattern VAE_MIDDLE =
            Pattern.compile("(encoder|decoder)\\.mid_block\\.(resnets|attentions)\\.(\\d+)\\.(.*)");
    private static final Pattern TENSOR = Pattern.compile("(.*)\\.(weight|bias)");

    private static final Map<String, String> UNET_ENDS = Map.of(
            "conv_in", "input_blocks.0.0",
            "time_embedding.linear_1", "time_embed.0",
            "time_embedding.linear_2", "time_embed.2",
            "conv_norm_out", "out.0",
            "conv_out", "out.2");
    private static final Map<String, String> UNET_RESNET = Map.of(
            "norm1", "in_layers.0",
            "conv1", "in_layers.2",
            "time_emb_proj", "emb_layers.1",
            "norm2", "out_layers.0",
            "conv2", "out_layers.3",
            "conv_shortcut", "skip_connection");
    private static final Map<String, String> VAE_ATTENTION =
            Map.of("group_norm", "norm", "to_q", "q", "to_k", "k", "to_v", "v", "to_out.0", "proj_out");

    private LdmNames() {}

    /** The full name of a U-Net tensor. */
    static String unet(UNetConfig config, String diffusersName) {
        return UNET_PREFIX + rename(diffusersName, module -> unetModule(config, module));
    }

    /** The name of a VAE tensor without its prefix, which stand-alone files leave out. */
    static String vae(VaeConfig config, String diffusersName) {
        return rename(diffusersName, module -> vaeModule(config, module));
    }

    private static String rename(String name, java.util.function.UnaryOperator<String> modules) {
        Matcher tensor = TENSOR.matcher(name);
        if (!tensor.matches()) {
            throw new IllegalArgumentException("not a tensor of a layer: " + name);
        }
        return modules.apply(tensor.group(1)) + "." + tensor.group(2);
    }

    private static String unetModule(UNetConfig config, String module) {
        Matcher middle = UNET_MIDDLE.matcher(module);
        if (middle.matches()) {
            boolean resnet = middle.group(1).equals("resnets");
            int index = resnet ? 2 * Integer.parseInt(middle.group(2)) : 1;
            return "middle_block." + index + "." + inner(resnet, middle.group(3));
        }
        Matcher block = UNET_BLOCK.matcher(module);
        if (!block.matches()) {
            return known(UNET_ENDS, module);
        }
        int number = Integer.parseInt(block.group(2));
        int layer = Integer.parseInt(block.group(4));
        int perBlock = config.layersPerBlock() + 1;
        boolean resnet = block.group(3).equals("resnets");
        String rest = inner(resnet, block.group(5));
        return switch (block.group(3)) {
            case "downsamplers" -> "input_blocks." + perBlock * (number + 1) + ".0.op";
            case "upsamplers" -> {
                boolean attention =
                        config.levels().get(config.levels().size() - 1 - number).attention();
                yield "output_blocks." + (perBlock * (number + 1) - 1) + (attention ? ".2.conv" : ".1.conv");
            }
            default ->
                (block.group(1).equals("down_blocks")
                                ? "input_blocks." + (1 + perBlock * number + layer)
                                : "output_blocks." + (perBlock * number + layer))
                        + (resnet ? ".0." : ".1.")
                        + rest;
        };
    }

    private static String inner(boolean resnet, String module) {
        return resnet ? known(UNET_RESNET, module) : module;
    }

    private static String vaeModule(VaeConfig config, String module) {
        Matcher middle = VAE_MIDDLE.matcher(module);
        if (middle.matches()) {
            int number = 1 + Integer.parseInt(middle.group(3));
            return middle.group(1)
                    + (middle.group(2).equals("resnets")
                            ? ".mid.block_" + number + "." + middle.group(4)
                            : ".mid.attn_" + number + "." + known(VAE_ATTENTION, middle.group(4)));
        }
        Matcher block = VAE_BLOCK.matcher(module);
        if (!block.matches()) {
            return module.replace("conv_norm_out", "norm_out");
        }
        boolean encoder = block.group(1).startsWith("encoder");
        int number = Integer.parseInt(block.group(2));
        int level = encoder ? number : config.blockOutChannels().size() - 1 - number;
        String layer = block.group(4) != null
                ? ".block." + block.group(4) + "." + block.group(5).replace("conv_shortcut", "nin_shortcut")
                : (encoder ? ".downsample." : ".upsample.") + block.group(5);
        return block.group(1) + "." + level + layer;
    }

    private static String known(Map<String, String> names, String module) {
        String name = names.get(module);
        if (name == null) {
            throw new IllegalArgumentException("no such module: " + module);
        }
        return name;
    }
}
