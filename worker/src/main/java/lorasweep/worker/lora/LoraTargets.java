package lorasweep.worker.lora;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lorasweep.worker.model.ClipTextLayers;
import lorasweep.worker.model.Layer;
import lorasweep.worker.model.Part;
import lorasweep.worker.model.StableDiffusionConfig;
import lorasweep.worker.model.TextConfig;
import lorasweep.worker.model.UNetConfig;
import lorasweep.worker.model.UNetLayers;

/**
 * The layers that kohya's {@code networks.lora} adapts, in its order and under its names: the text
 * encoder first, then the U-Net with its middle block last. SD 1.5 has 72 + 192.
 */
public enum LoraTargets {
    /** Attention and MLP of the text encoder; everything linear or 1x1 in the U-Net's transformers. */
    DEFAULT,
    /**
     * In addition the U-Net's resnets, downsamplers and upsamplers (network argument
     * {@code conv_dim}); SD 1.5 has 72 + 278. Convolutions larger than 1x1 take conv_dim and
     * conv_alpha, all others network_dim and network_alpha.
     */
    WITH_CONV;

    private static final Pattern TEXT_LAYER = Pattern.compile("text_model\\.encoder\\.layers\\.(\\d+)\\..*");

    /** The sites of both networks. */
    public List<LoraSite> of(StableDiffusionConfig config) {
        return Stream.concat(of(config.text()).stream(), of(config.unet()).stream())
                .toList();
    }

    /** The text encoder's sites: k, v, q, out, fc1, fc2 of each layer; the same for both targets. */
    public List<LoraSite> of(TextConfig config) {
        List<LoraSite> sites = new ArrayList<>();
        for (Layer layer : ClipTextLayers.of(config)) {
            Matcher number = TEXT_LAYER.matcher(layer.path());
            if (layer.kind() == Layer.Kind.LINEAR && number.matches()) {
                sites.add(
                        site("lora_te_", Part.TEXT_ENCODER, layer, OptionalInt.of(Integer.parseInt(number.group(1)))));
            }
        }
        return List.copyOf(sites);
    }

    /** The U-Net's sites: never conv_in, conv_out, the time embedding or a norm. */
    public List<LoraSite> of(UNetConfig config) {
        return UNetLayers.of(config).stream()
                .filter(layer -> layer.kind() != Layer.Kind.NORM && takes(layer.path()))
                .map(layer -> site("lora_unet_", Part.UNET, layer, OptionalInt.empty()))
                .toList();
    }

    private boolean takes(String path) {
        return path.contains(".attentions.")
                || (this == WITH_CONV && (path.contains(".resnets.") || path.contains("samplers.")));
    }

    private static LoraSite site(String prefix, Part part, Layer layer, OptionalInt textLayer) {
        return new LoraSite(
                prefix + layer.path().replace('.', '_'),
                part,
                layer.path(),
                layer.kind() == Layer.Kind.CONV ? LoraSite.Kind.CONV : LoraSite.Kind.LINEAR,
                layer.in(),
                layer.out(),
                layer.kernel(),
                layer.stride(),
                layer.padding(),
                textLayer);
    }
}
