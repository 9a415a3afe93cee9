package lorasweep.worker.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import lorasweep.worker.model.PredictionType;
import lorasweep.worker.torch.Kernels;

/**
 * A model with classifier-free guidance (Ho and Salimans 2022):
 * {@code negative + scale * (positive - negative)} of its predictions, turned into an estimate of the
 * clean latents.
 *
 * @param kernels the compiled kernels
 * @param model the U-Net
 * @param predictionType what the U-Net's output means
 * @param positive text states of the prompt, (N, S, D)
 * @param negative text states of the negative prompt, (N, S', D); when S' = S both share one pass
 * @param scale how much the prompt is exaggerated ("CFG scale"); at 1 the negative prompt has no part
 *     and costs nothing
 * @param trials how many adapters K the N samples belong to, trial by trial
 */
public record GuidedDenoiser(
        Kernels kernels,
        NoisePredictor model,
        PredictionType predictionType,
        NDArray positive,
        NDArray negative,
        double scale,
        int trials)
        implements Denoiser {

    @Override
    public NDArray denoise(NDManager owner, NDArray x, NoiseLevel level) {
        NDArray input = kernels.tensor(owner, "scale_latents", x, 1 / Math.hypot(level.sigma(), 1));
        NDArray prediction = predict(owner, input, level.timestep());
        String estimate = predictionType == PredictionType.EPSILON ? "clean_from_noise" : "clean_from_velocity";
        return kernels.tensor(owner, estimate, x, prediction, level.sigma());
    }

    private NDArray predict(NDManager owner, NDArray input, double timestep) {
        if (scale == 1) {
            return model.predict(owner, input, timestep, positive);
        }
        if (positive.getShape().equals(negative.getShape())) {
            NDArray both =
                    model.predict(owner, beside(owner, input, input), timestep, beside(owner, negative, positive));
            return kernels.tensor(owner, "guide_halves", both, trials, scale);
        }
        NDArray without = model.predict(owner, input, timestep, negative);
        NDArray with = model.predict(owner, input, timestep, positive);
        return kernels.tensor(owner, "guide", without, with, scale);
    }

    private NDArray beside(NDManager owner, NDArray first, NDArray second) {
        return kernels.tensor(owner, "beside", first, second, trials);
    }
}
