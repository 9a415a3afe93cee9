package lorasweep.worker.testing;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import lorasweep.worker.model.StableDiffusionConfig;
import lorasweep.worker.model.TextConfig;
import lorasweep.worker.model.UNetConfig;
import lorasweep.worker.model.VaeConfig;
import lorasweep.worker.model.Weights;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.text.ClipTextModel;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.Torch;
import lorasweep.worker.unet.CrossAttention;
import lorasweep.worker.unet.UNet2dConditionModel;
import lorasweep.worker.vae.AutoencoderKl;

/** The golden model's three networks in float32. */
public final class GoldenModel implements AutoCloseable {
    public final NDManager manager = Torch.newManager(Device.cpu());
    public final Kernels kernels = Kernels.compile(manager);
    public final StableDiffusionConfig config = new StableDiffusionConfig(
            new UNetConfig(
                    4,
                    4,
                    List.of(
                            new UNetConfig.Level(32, 8, true),
                            new UNetConfig.Level(48, 8, true),
                            new UNetConfig.Level(64, 8, true),
                            new UNetConfig.Level(64, 8, false)),
                    2,
                    32,
                    8,
                    1e-5,
                    true,
                    0,
                    16),
            new VaeConfig(3, 4, List.of(16, 24, 32, 32), 2, 8, VaeConfig.SCALING_FACTOR),
            new TextConfig(32, 4, 4, 128, 49408, 77, 1e-5, TextConfig.Activation.QUICK_GELU),
            StableDiffusionConfig.SD_1_5.scheduler());

    public UNet2dConditionModel unet(CrossAttention attention) {
        return new UNet2dConditionModel(
                kernels, config.unet(), weights("model/unet/diffusion_pytorch_model.safetensors"), attention);
    }

    public AutoencoderKl vae() {
        return new AutoencoderKl(kernels, config.vae(), weights("model/vae/diffusion_pytorch_model.safetensors"));
    }

    public ClipTextModel textEncoder() {
        return new ClipTextModel(kernels, config.text(), weights("model/text_encoder/model.safetensors"));
    }

    private Weights weights(String place) {
        return new Weights() {
            @Override
            public NDArray get(String name, long... shape) {
                String old = name.replace("to_q", "query")
                        .replace("to_k", "key")
                        .replace("to_v", "value")
                        .replace("to_out.0", "proj_attn");
                try (SafetensorsFile file = Goldens.tensors(place)) {
                    NDArray found = file.loadFloat32(file.tensors().containsKey(name) ? name : old, manager);
                    if (!found.getShape().equals(new Shape(shape))) {
                        throw new IllegalStateException(name + " has shape " + found.getShape());
                    }
                    return found;
                }
            }

            @Override
            public boolean has(String name) {
                try (SafetensorsFile file = Goldens.tensors(place)) {
                    return file.tensors().containsKey(name);
                }
            }
        };
    }

    @Override
    public void close() {
        kernels.close();
        manager.close();
    }
}
