package lorasweep.worker.bench;

import ai.djl.ndarray.NDManager;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.model.BaseModel;
import lorasweep.worker.model.ModelFiles;
import lorasweep.worker.model.Part;
import lorasweep.worker.model.Precision;
import lorasweep.worker.model.StableDiffusionConfig;
import lorasweep.worker.model.Weights;
import lorasweep.worker.torch.Kernels;

/** The base model that a benchmark runs on. */
public interface BenchmarkBase extends AutoCloseable {

    /** Its shape. */
    StableDiffusionConfig config();

    /**
     * The tensors of one of its networks.
     *
     * @param owner gets the arrays
     */
    Weights weights(Part part, Precision precision, NDManager owner, Kernels kernels);

    @Override
    void close();

    /** Stable Diffusion 1.5 at its full size with made-up weights, in memory only. */
    static BenchmarkBase madeUp() {
        return new BenchmarkBase() {
            @Override
            public StableDiffusionConfig config() {
                return StableDiffusionConfig.SD_1_5;
            }

            @Override
            public Weights weights(Part part, Precision precision, NDManager owner, Kernels kernels) {
                return new MadeUpWeights(owner, kernels, part == Part.VAE ? Precision.FP32 : precision);
            }

            @Override
            public void close() {}
        };
    }

    /**
     * A model on disk.
     *
     * @throws InvalidInputException if it cannot be used; see {@link BaseModel#open}
     */
    static BenchmarkBase open(ModelFiles files) {
        BaseModel model = BaseModel.open(files);
        return new BenchmarkBase() {
            @Override
            public StableDiffusionConfig config() {
                return model.config();
            }

            @Override
            public Weights weights(Part part, Precision precision, NDManager owner, Kernels kernels) {
                return model.weights(part, precision, owner, kernels);
            }

            @Override
            public void close() {
                model.close();
            }
        };
    }
}
