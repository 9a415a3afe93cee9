package lorasweep.worker.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import lorasweep.worker.model.VaeConfig;
import lorasweep.worker.model.Weights;
import lorasweep.worker.nn.AdapterWeights;
import lorasweep.worker.nn.Pass;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.vae.VaeBlocks.Step;

/**
 * The variational autoencoder of Stable Diffusion: images to a diagonal Gaussian over latents and
 * latents back to images, always in float32.
 *
 * <p>Latents here are unscaled; the U-Net sees them times {@link VaeConfig#scalingFactor()}.
 */
public final class AutoencoderKl implements AutoCloseable {
    private final VaeConfig config;
    private final VaeBlocks blocks;
    private final List<Step> encoder;
    private final List<Step> decoder;

    /** Builds the network on weights that stay owned by the base model. */
    public AutoencoderKl(Kernels kernels, VaeConfig config, Weights weights) {
        this.config = config;
        this.blocks = new VaeBlocks(kernels, weights, config);
        this.encoder = encoder(kernels);
        this.decoder = decoder();
    }

    /**
     * The Gaussian over an image's latents.
     *
     * @param images (N, 3, H, W) float32 in [-1, 1], H and W multiples of {@link VaeConfig#downscaleFactor()}
     * @return (N, 2 * latent channels, h, w): mean, then log-variance clamped to [-30, 20]
     */
    public NDArray encode(NDManager owner, NDArray images) {
        return encode(Pass.direct(owner, AdapterWeights.NONE), images);
    }

    /**
     * The image of latents.
     *
     * @param latents (N, latent channels, h, w) float32, unscaled
     * @return (N, 3, H, W) float32, about [-1, 1], not clamped
     */
    public NDArray decode(NDManager owner, NDArray latents) {
        return decode(Pass.direct(owner, AdapterWeights.NONE), latents);
    }

    NDArray encode(Pass pass, NDArray images) {
        return through(encoder, pass, images);
    }

    NDArray decode(Pass pass, NDArray latents) {
        return through(decoder, pass, latents);
    }

    private static NDArray through(List<Step> steps, Pass pass, NDArray input) {
        NDArray x = pass.run(steps.get(0).module(), steps.get(0).block(), input);
        for (Step step : steps.subList(1, steps.size())) {
            x = step.replace(pass, x);
        }
        return x;
    }

    private List<Step> encoder(Kernels kernels) {
        List<Integer> widths = config.blockOutChannels();
        int moments = 2 * config.latentChannels();
        List<Step> steps = new ArrayList<>();
        steps.add(blocks.conv("encoder.conv_in", config.inChannels(), widths.get(0), 3));
        int channels = widths.get(0);
        for (int i = 0; i < widths.size(); i++) {
            String path = "encoder.down_blocks." + i;
            for (int j = 0; j < config.layersPerBlock(); j++) {
                steps.add(blocks.resnet(path + ".resnets." + j, channels, widths.get(i)));
                channels = widths.get(i);
            }
            if (i < widths.size() - 1) {
                steps.add(blocks.downsample(path + ".downsamplers.0", channels));
            }
        }
        steps.addAll(blocks.middle("encoder.mid_block", channels));
        steps.add(blocks.convOut("encoder", channels, moments));
        steps.add(blocks.conv("quant_conv", moments, moments, 1));
        steps.add(new Step("moments", (owner, adapters, x) -> kernels.tensor(owner, "clamp_moments", x[0])));
        return List.copyOf(steps);
    }

    private List<Step> decoder() {
        List<Integer> widths = config.blockOutChannels();
        int channels = widths.get(widths.size() - 1);
        List<Step> steps = new ArrayList<>();
        steps.add(blocks.conv("post_quant_conv", config.latentChannels(), config.latentChannels(), 1));
        steps.add(blocks.conv("decoder.conv_in", config.latentChannels(), channels, 3));
        steps.addAll(blocks.middle("decoder.mid_block", channels));
        for (int i = 0; i < widths.size(); i++) {
            String path = "decoder.up_blocks." + i;
            int width = widths.get(widths.size() - 1 - i);
            for (int j = 0; j <= config.layersPerBlock(); j++) {
                steps.add(blocks.resnet(path + ".resnets." + j, channels, width));
                channels = width;
            }
            if (i < widths.size() - 1) {
                steps.add(blocks.upsample(path + ".upsamplers.0", channels));
            }
        }
        steps.add(blocks.convOut("decoder", channels, config.inChannels()));
        return List.copyOf(steps);
    }

    /** The shape this network was built to. */
    public VaeConfig config() {
        return config;
    }

    @Override
    public void close() {
        blocks.close();
    }
}
