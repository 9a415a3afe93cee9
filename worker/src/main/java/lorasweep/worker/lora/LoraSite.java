package lorasweep.worker.lora;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lorasweep.worker.model.Part;

/**
 * A layer of the base model that takes an adapter: {@code y = W x + scale * up(down(x))}, where
 * {@code down} has rank rows and the layer's kernel, stride and padding, and {@code up} is linear or
 * a 1x1 convolution of stride 1.
 *
 * @param name kohya's: prefix and module path, dots replaced by underscores, for example
 *     {@code lora_unet_mid_block_attentions_0_proj_in}; tensors are {@code name.lora_down.weight},
 *     {@code name.lora_up.weight} and {@code name.alpha}
 * @param part TEXT_ENCODER or UNET
 * @param module diffusers' module path, as in {@link lorasweep.worker.model.Weights}
 * @param kind decides the number of dimensions of the adapter's tensors
 * @param in input features or channels
 * @param out output features or channels
 * @param kernel side of the convolution's kernel; 1 for LINEAR
 * @param stride of the convolution; 1 for LINEAR
 * @param padding of the convolution; 0 for LINEAR
 * @param textLayer number of the text encoder's layer, from 0; empty for the U-Net
 */
public record LoraSite(
        String name,
        Part part,
        String module,
        Kind kind,
        int in,
        int out,
        int kernel,
        int stride,
        int padding,
        OptionalInt textLayer) {

    /** What the base layer computes. */
    public enum Kind {
        /** down (rank, in), up (out, rank). */
        LINEAR,
        /** down (rank, in, kernel, kernel), up (out, rank, 1, 1). */
        CONV
    }

    private static final Pattern BLOCK =
            Pattern.compile("(.*\\.(?:layers|attentions|resnets|downsamplers|upsamplers)\\.\\d+)\\..*");

    /**
     * The block of the network that the site is in, for example {@code down_blocks.0.resnets.1}, with {@code
     * .conv} behind it for {@linkplain #isSpatial larger convolutions}.
     */
    public String group() {
        Matcher block = BLOCK.matcher(module);
        return (block.matches() ? block.group(1) : module) + (isSpatial() ? ".conv" : "");
    }

    /** The name of the trainable tensor that comes first. */
    public String downName() {
        return name + ".lora_down.weight";
    }

    /** The name of the trainable tensor that comes second, zero at the start. */
    public String upName() {
        return name + ".lora_up.weight";
    }

    /** The name of the 0-dimensional tensor; the scale is alpha / rank. */
    public String alphaName() {
        return name + ".alpha";
    }

    /** Elements of one row of the down tensor, also the fan-in of its initialisation. */
    public int downRow() {
        return in * kernel * kernel;
    }

    /** Whether the layer is a convolution larger than 1x1, which has a rank and alpha of its own (conv_dim). */
    public boolean isSpatial() {
        return kernel > 1;
    }
}
