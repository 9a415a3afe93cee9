package lorasweep.worker.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Every layer of a conditional U-Net, in the order in which diffusers registers its modules (the
 * order that fixes the parameter order of kohya's LoRA networks): down blocks, up blocks, middle
 * block; in a block attentions before resnets before the sampler.
 */
public final class UNetLayers {
    private final UNetConfig config;
    private final List<Layer> layers = new ArrayList<>();

    private UNetLayers(UNetConfig config) {
        this.config = config;
    }

    /** The layers of a U-Net of this shape. */
    public static List<Layer> of(UNetConfig config) {
        UNetLayers walk = new UNetLayers(config);
        walk.walk();
        return List.copyOf(walk.layers);
    }

    private void walk() {
        int first = config.levels().get(0).channels();
        layers.add(Layer.conv3("conv_in", config.inChannels(), first));
        layers.add(Layer.linear("time_embedding.linear_1", first, config.timeEmbedDim()));
        layers.add(Layer.linear("time_embedding.linear_2", config.timeEmbedDim(), config.timeEmbedDim()));
        // The channels that the up blocks find on the stack of skip connections.
        Deque<Integer> skips = new ArrayDeque<>(List.of(first));
        for (int level = 0; level < config.levels().size(); level++) {
            downBlock(level, skips);
        }
        for (int block = 0; block < config.levels().size(); block++) {
            upBlock(block, skips);
        }
        int middle = config.lastLevel().channels();
        transformer("mid_block.attentions.0", middle);
        resnet("mid_block.resnets.0", middle, middle);
        resnet("mid_block.resnets.1", middle, middle);
        layers.add(Layer.norm("conv_norm_out", first));
        layers.add(Layer.conv3("conv_out", first, config.outChannels()));
    }

    private void downBlock(int level, Deque<Integer> skips) {
        String block = "down_blocks." + level;
        UNetConfig.Level shape = config.levels().get(level);
        if (shape.attention()) {
            for (int i = 0; i < config.layersPerBlock(); i++) {
                transformer(block + ".attentions." + i, shape.channels());
            }
        }
        for (int i = 0; i < config.layersPerBlock(); i++) {
            resnet(block + ".resnets." + i, skips.getLast(), shape.channels());
            skips.addLast(shape.channels());
        }
        if (level < config.levels().size() - 1) {
            layers.add(Layer.downsampling(block + ".downsamplers.0.conv", shape.channels(), 1));
            skips.addLast(shape.channels());
        }
    }

    private void upBlock(int number, Deque<Integer> skips) {
        String block = "up_blocks." + number;
        int level = config.levels().size() - 1 - number;
        UNetConfig.Level shape = config.levels().get(level);
        if (shape.attention()) {
            for (int i = 0; i <= config.layersPerBlock(); i++) {
                transformer(block + ".attentions." + i, shape.channels());
            }
        }
        int hidden = config.levels()
                .get(Math.min(level + 1, config.levels().size() - 1))
                .channels();
        for (int i = 0; i <= config.layersPerBlock(); i++) {
            resnet(block + ".resnets." + i, hidden + skips.removeLast(), shape.channels());
            hidden = shape.channels();
        }
        if (level > 0) {
            layers.add(Layer.conv3(block + ".upsamplers.0.conv", shape.channels(), shape.channels()));
        }
    }

    private void resnet(String path, int in, int out) {
        layers.add(Layer.norm(path + ".norm1", in));
        layers.add(Layer.conv3(path + ".conv1", in, out));
        layers.add(Layer.linear(path + ".time_emb_proj", config.timeEmbedDim(), out));
        layers.add(Layer.norm(path + ".norm2", out));
        layers.add(Layer.conv3(path + ".conv2", out, out));
        if (in != out) {
            layers.add(Layer.conv1(path + ".conv_shortcut", in, out));
        }
    }

    private void transformer(String path, int channels) {
        String block = path + ".transformer_blocks.0";
        layers.add(Layer.norm(path + ".norm", channels));
        layers.add(Layer.conv1(path + ".proj_in", channels, channels));
        attention(block + ".attn1", channels, channels);
        layers.add(Layer.linear(block + ".ff.net.0.proj", channels, 8 * channels));
        layers.add(Layer.linear(block + ".ff.net.2", 4 * channels, channels));
        attention(block + ".attn2", channels, config.crossAttentionDim());
        layers.add(Layer.norm(block + ".norm1", channels));
        layers.add(Layer.norm(block + ".norm2", channels));
        layers.add(Layer.norm(block + ".norm3", channels));
        layers.add(Layer.conv1(path + ".proj_out", channels, channels));
    }

    private void attention(String path, int channels, int context) {
        layers.add(Layer.linearWithoutBias(path + ".to_q", channels, channels));
        layers.add(Layer.linearWithoutBias(path + ".to_k", context, channels));
        layers.add(Layer.linearWithoutBias(path + ".to_v", context, channels));
        layers.add(Layer.linear(path + ".to_out.0", channels, channels));
    }
}
