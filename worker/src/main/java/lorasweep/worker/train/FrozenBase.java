package lorasweep.worker.train;

import ai.djl.ndarray.NDManager;
import lorasweep.trial.ComputeSettings;
import lorasweep.trial.MixedPrecision;
import lorasweep.worker.diffusion.NoiseSchedule;
import lorasweep.worker.model.BaseModel;
import lorasweep.worker.model.Part;
import lorasweep.worker.model.Precision;
import lorasweep.worker.model.PredictionType;
import lorasweep.worker.model.StableDiffusionConfig;
import lorasweep.worker.text.ClipTextModel;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.unet.CrossAttention;
import lorasweep.worker.unet.UNet2dConditionModel;

/**
 * The networks that every pack on a device shares and none changes.
 *
 * @param manager owns their weights
 */
public record FrozenBase(
        Kernels kernels,
        NDManager manager,
        StableDiffusionConfig config,
        UNet2dConditionModel unet,
        ClipTextModel text,
        NoiseSchedule schedule,
        PredictionType prediction)
        implements AutoCloseable {

    /** Loads U-Net and text encoder of a base model. */
    public static FrozenBase load(
            BaseModel model, ComputeSettings compute, PredictionType prediction, NDManager manager) {
        Kernels kernels = Kernels.compile(manager);
        Precision precision = compute.mixedPrecision() == MixedPrecision.BF16 ? Precision.BF16 : Precision.FP32;
        CrossAttention attention = compute.crossAttention() == lorasweep.trial.CrossAttention.PLAIN
                ? CrossAttention.PLAIN
                : CrossAttention.SDPA;
        StableDiffusionConfig config = model.config();
        return new FrozenBase(
                kernels,
                manager,
                config,
                new UNet2dConditionModel(
                        kernels, config.unet(), model.weights(Part.UNET, precision, manager, kernels), attention),
                new ClipTextModel(
                        kernels, config.text(), model.weights(Part.TEXT_ENCODER, precision, manager, kernels)),
                NoiseSchedule.of(config.scheduler()),
                prediction);
    }

    @Override
    public void close() {
        unet.close();
        text.close();
        kernels.close();
    }
}
