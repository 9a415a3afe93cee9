package lorasweep.worker.model;

import java.util.ArrayList;
import java.util.List;

/** Every layer of a KL autoencoder, under the newer names of its attention. */
public final class VaeLayers {
    private final VaeConfig config;
    private final List<Layer> layers = new ArrayList<>();

    private VaeLayers(VaeConfig config) {
        this.config = config;
    }

    /** The layers of an autoencoder of this shape. */
    public static List<Layer> of(VaeConfig config) {
        VaeLayers walk = new VaeLayers(config);
        walk.encoder();
        walk.decoder();
        int moments = 2 * config.latentChannels();
        walk.layers.add(Layer.conv1("quant_conv", moments, moments));
        walk.layers.add(Layer.conv1("post_quant_conv", config.latentChannels(), config.latentChannels()));
        return List.copyOf(walk.layers);
    }

    private void encoder() {
        List<Integer> widths = config.blockOutChannels();
        int hidden = widths.get(0);
        layers.add(Layer.conv3("encoder.conv_in", config.inChannels(), hidden));
        for (int level = 0; level < widths.size(); level++) {
            String block = "encoder.down_blocks." + level;
            for (int i = 0; i < config.layersPerBlock(); i++) {
                resnet(block + ".resnets." + i, hidden, widths.get(level));
                hidden = widths.get(level);
            }
            if (level < widths.size() - 1) {
                layers.add(Layer.downsampling(block + ".downsamplers.0.conv", hidden, 0));
            }
        }
        middle("encoder.mid_block", hidden);
        layers.add(Layer.norm("encoder.conv_norm_out", hidden));
        layers.add(Layer.conv3("encoder.conv_out", hidden, 2 * config.latentChannels()));
    }

    private void decoder() {
        List<Integer> widths = config.blockOutChannels();
        int hidden = widths.get(widths.size() - 1);
        layers.add(Layer.conv3("decoder.conv_in", config.latentChannels(), hidden));
        for (int number = 0; number < widths.size(); number++) {
            String block = "decoder.up_blocks." + number;
            int width = widths.get(widths.size() - 1 - number);
            for (int i = 0; i <= config.layersPerBlock(); i++) {
                resnet(block + ".resnets." + i, hidden, width);
                hidden = width;
            }
            if (number < widths.size() - 1) {
                layers.add(Layer.conv3(block + ".upsamplers.0.conv", hidden, hidden));
            }
        }
        middle("decoder.mid_block", widths.get(widths.size() - 1));
        layers.add(Layer.norm("decoder.conv_norm_out", hidden));
        layers.add(Layer.conv3("decoder.conv_out", hidden, config.inChannels()));
    }

    private void middle(String block, int channels) {
        String attention = block + ".attentions.0";
        layers.add(Layer.norm(attention + ".group_norm", channels));
        for (String name : List.of("to_q", "to_k", "to_v", "to_out.0")) {
            layers.add(Layer.linear(attention + "." + name, channels, channels));
        }
        resnet(block + ".resnets.0", channels, channels);
        resnet(block + ".resnets.1", channels, channels);
    }

    private void resnet(String path, int in, int out) {
        layers.add(Layer.norm(path + ".norm1", in));
        layers.add(Layer.conv3(path + ".conv1", in, out));
        layers.add(Layer.norm(path + ".norm2", out));
        layers.add(Layer.conv3(path + ".conv2", out, out));
        if (in != out) {
            layers.add(Layer.conv1(path + ".conv_shortcut", in, out));
        }
    }
}
