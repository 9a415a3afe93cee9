package lorasweep.worker.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.model.BaseModel;
import lorasweep.worker.model.ModelFiles;
import lorasweep.worker.model.Part;
import lorasweep.worker.model.Precision;
import lorasweep.worker.text.ClipTextModel;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.Torch;
import lorasweep.worker.unet.CrossAttention;
import lorasweep.worker.unet.UNet2dConditionModel;
import lorasweep.worker.vae.AutoencoderKl;

/**
 * How long it takes until a base model can be trained on: its files are open and checked, and all
 * three networks stand.
 *
 * @param files the base model
 * @param precision of the text encoder and the U-Net
 */
public record LoadBenchmark(ModelFiles files, Precision precision) {

    /**
     * What was measured, in seconds.
     *
     * @param engine starting the engine and compiling the kernels
     * @param open opening the files and checking every name and shape
     * @param networks loading the weights and building the text encoder, the U-Net and the VAE
     * @param peakResidentBytes the most memory that was resident in this process
     */
    public record Result(double engine, double open, double networks, long peakResidentBytes) {

        /** From the name of a file to a model that is ready to train. */
        public double ready() {
            return open + networks;
        }
    }

    /**
     * Loads the model once.
     *
     * @throws InvalidInputException if it cannot be used; see {@link BaseModel#open}
     */
    public Result run() {
        Stopwatch watch = new Stopwatch();
        try (NDManager manager = Torch.newManager(Device.cpu());
                Kernels kernels = Kernels.compile(manager)) {
            double engine = watch.lap();
            try (BaseModel model = BaseModel.open(files)) {
                double open = watch.lap();
                try (ClipTextModel text = new ClipTextModel(
                                kernels,
                                model.config().text(),
                                model.weights(Part.TEXT_ENCODER, precision, manager, kernels));
                        UNet2dConditionModel unet = new UNet2dConditionModel(
                                kernels,
                                model.config().unet(),
                                model.weights(Part.UNET, precision, manager, kernels),
                                CrossAttention.SDPA);
                        AutoencoderKl vae = new AutoencoderKl(
                                kernels, model.config().vae(), model.weights(Part.VAE, precision, manager, kernels))) {
                    return new Result(engine, open, watch.lap(), ProcessFigures.peakResidentBytes());
                }
            }
        }
    }
}
