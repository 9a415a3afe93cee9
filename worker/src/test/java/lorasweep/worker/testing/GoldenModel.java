package lorasweep.worker.testing;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import lorasweep.worker.model.BaseModel;
import lorasweep.worker.model.ModelFiles;
import lorasweep.worker.model.Part;
import lorasweep.worker.model.Precision;
import lorasweep.worker.model.StableDiffusionConfig;
import lorasweep.worker.model.Weights;
import lorasweep.worker.text.ClipTextModel;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.Torch;
import lorasweep.worker.unet.CrossAttention;
import lorasweep.worker.unet.UNet2dConditionModel;
import lorasweep.worker.vae.AutoencoderKl;

/** The golden model's three networks in float32, from either file layout. */
public final class GoldenModel implements AutoCloseable {
    public final NDManager manager = Torch.newManager(Device.cpu());
    public final Kernels kernels = Kernels.compile(manager);
    public final StableDiffusionConfig config;
    private final BaseModel model;

    /** The two layouts of the same weights. */
    public enum Layout {
        /** diffusers' folder. */
        FOLDER,
        /** A single file; its shapes do not tell heads and norm groups, so the folder's configuration does. */
        SINGLE_FILE;

        private ModelFiles files() {
            ModelFiles folder = ModelFiles.of(Goldens.path("model"));
            return this == FOLDER
                    ? folder
                    : ModelFiles.of(Goldens.path("model_single.safetensors")).withConfiguration(folder.base());
        }
    }

    /** The diffusers folder. */
    public GoldenModel() {
        this(Layout.FOLDER);
    }

    /** One of the layouts. */
    public GoldenModel(Layout layout) {
        model = BaseModel.open(layout.files());
        config = model.config();
    }

    public UNet2dConditionModel unet(CrossAttention attention) {
        return new UNet2dConditionModel(kernels, config.unet(), weights(Part.UNET), attention);
    }

    public AutoencoderKl vae() {
        return new AutoencoderKl(kernels, config.vae(), weights(Part.VAE));
    }

    public ClipTextModel textEncoder() {
        return new ClipTextModel(kernels, config.text(), weights(Part.TEXT_ENCODER));
    }

    private Weights weights(Part part) {
        return model.weights(part, Precision.FP32, manager, kernels);
    }

    @Override
    public void close() {
        kernels.close();
        manager.close();
        model.close();
    }
}
