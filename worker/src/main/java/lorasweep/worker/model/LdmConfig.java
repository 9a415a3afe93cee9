package lorasweep.worker.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The configuration of a single-file checkpoint, told from the shapes of its tensors. What shapes do
 * not tell is taken as in every published Stable Diffusion 1.x: 8 attention heads in the U-Net, heads
 * 64 wide in the text encoder, 32 norm groups, quick GELU, the usual noise schedule. Numbers for
 * which a tensor is missing are those of Stable Diffusion 1.5; the comparison with the tensors that
 * the configuration asks for then names what is missing.
 */
final class LdmConfig {
    private static final int TEXT_HEAD_WIDTH = 64;
    private static final int MAX_BLOCKS = 64;
    private static final StableDiffusionConfig USUAL = StableDiffusionConfig.SD_1_5;

    private final Map<String, List<Long>> shapes;

    private LdmConfig(Map<String, List<Long>> shapes) {
        this.shapes = shapes;
    }

    /**
     * The U-Net's.
     *
     * @param shapes of all tensors of the checkpoint
     */
    static UNetConfig unet(Map<String, List<Long>> shapes) {
        return new LdmConfig(shapes).unet();
    }

    /**
     * The autoencoder's; its tensors may have LDM's or diffusers' names.
     *
     * @param shapes of all tensors of the file
     * @param prefix of the autoencoder's tensors in it, possibly empty
     */
    static VaeConfig vae(Map<String, List<Long>> shapes, String prefix) {
        return new LdmConfig(shapes).vae(prefix);
    }

    /**
     * The text encoder's.
     *
     * @param shapes of all tensors of the file
     * @param prefix of the text encoder's tensors in it, including {@code text_model.} where it has that
     */
    static TextConfig text(Map<String, List<Long>> shapes, String prefix) {
        return new LdmConfig(shapes).text(prefix);
    }

    private UNetConfig unet() {
        UNetConfig usual = USUAL.unet();
        String prefix = LdmNames.UNET_PREFIX;
        List<UNetConfig.Level> levels = new ArrayList<>();
        int layers = 0;
        int first = 1;
        boolean more = true;
        while (more && levels.size() < MAX_BLOCKS) {
            int blocks = resnetsFrom(prefix + "input_blocks.", first);
            int last = first + blocks - 1;
            OptionalInt width = size(prefix + "input_blocks." + last + ".0.in_layers.2.weight", 0);
            if (blocks > 0 && width.isPresent()) {
                boolean attention = shapes.containsKey(prefix + "input_blocks." + last + ".1.proj_in.weight");
                levels.add(
                        new UNetConfig.Level(width.getAsInt(), usual.lastLevel().heads(), attention));
            }
            layers = Math.max(layers, blocks);
            more = shapes.containsKey(prefix + "input_blocks." + (last + 1) + ".0.op.weight");
            first = last + 2;
        }
        return new UNetConfig(
                size(prefix + "input_blocks.0.0.weight", 1).orElse(usual.inChannels()),
                size(prefix + "out.2.weight", 0).orElse(usual.outChannels()),
                levels.isEmpty() ? usual.levels() : levels,
                layers == 0 ? usual.layersPerBlock() : layers,
                size(prefix + "middle_block.1.transformer_blocks.0.attn2.to_k.weight", 1)
                        .orElse(usual.crossAttentionDim()),
                usual.normGroups(),
                usual.normEps(),
                usual.flipSinToCos(),
                usual.freqShift(),
                usual.sampleSize());
    }

    /** How many blocks in a row, from a number on, begin with a resnet. */
    private int resnetsFrom(String prefix, int first) {
        return (int) IntStream.range(first, first + MAX_BLOCKS)
                .takeWhile(block -> shapes.containsKey(prefix + block + ".0.in_layers.2.weight"))
                .count();
    }

    private VaeConfig vae(String prefix) {
        VaeConfig usual = USUAL.vae();
        boolean diffusers = shapes.containsKey(prefix + "encoder.down_blocks.0.resnets.0.conv1.weight");
        String resnet = prefix + (diffusers ? "encoder.down_blocks.%d.resnets.%d" : "encoder.down.%d.block.%d")
                + ".conv1.weight";
        List<Integer> widths = IntStream.range(0, MAX_BLOCKS)
                .mapToObj(level -> size(resnet.formatted(level, 0), 0))
                .takeWhile(OptionalInt::isPresent)
                .map(OptionalInt::getAsInt)
                .toList();
        int layers = (int) IntStream.range(0, MAX_BLOCKS)
                .takeWhile(layer -> shapes.containsKey(resnet.formatted(0, layer)))
                .count();
        return new VaeConfig(
                size(prefix + "encoder.conv_in.weight", 1).orElse(usual.inChannels()),
                size(prefix + "decoder.conv_in.weight", 1).orElse(usual.latentChannels()),
                widths.isEmpty() ? usual.blockOutChannels() : widths,
                layers == 0 ? usual.layersPerBlock() : layers,
                usual.normGroups(),
                usual.scalingFactor());
    }

    private TextConfig text(String prefix) {
        TextConfig usual = USUAL.text();
        int layers = (int) IntStream.range(0, MAX_BLOCKS)
                .takeWhile(layer -> shapes.containsKey(prefix + "encoder.layers." + layer + ".mlp.fc1.weight"))
                .count();
        int hidden = size(prefix + "embeddings.token_embedding.weight", 1).orElse(usual.hiddenSize());
        return new TextConfig(
                hidden,
                layers == 0 ? usual.layers() : layers,
                hidden / TEXT_HEAD_WIDTH,
                size(prefix + "encoder.layers.0.mlp.fc1.weight", 0).orElse(usual.intermediateSize()),
                size(prefix + "embeddings.token_embedding.weight", 0).orElse(usual.vocabularySize()),
                size(prefix + "embeddings.position_embedding.weight", 0).orElse(usual.positions()),
                usual.layerNormEps(),
                usual.activation());
    }

    /** One size of a tensor, where there is such a tensor and the size is plausible. */
    private OptionalInt size(String name, int dimension) {
        List<Long> shape = shapes.getOrDefault(name, List.of());
        return dimension < shape.size() && shape.get(dimension) >= 1 && shape.get(dimension) <= ConfigJson.MAX_SIZE
                ? OptionalInt.of(shape.get(dimension).intValue())
                : OptionalInt.empty();
    }
}
