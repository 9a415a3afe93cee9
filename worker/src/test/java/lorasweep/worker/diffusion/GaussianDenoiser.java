package lorasweep.worker.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * The perfect denoiser of data that is normal with a mean and a standard deviation, and the exact
 * solution of its probability-flow equation.
 */
record GaussianDenoiser(double mean, double deviation) implements Denoiser {
    @Override
    public NDArray denoise(NDManager owner, NDArray x, NoiseLevel level) {
        double data = deviation * deviation;
        double noise = level.sigma() * level.sigma();
        float[] values = x.toFloatArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((data * values[i] + noise * mean) / (data + noise));
        }
        return owner.create(values, x.getShape());
    }

    /** Where a latent at one sigma arrives at another without fresh noise. */
    double flow(double x, double from, double to) {
        return mean + (x - mean) * Math.hypot(deviation, to) / Math.hypot(deviation, from);
    }
}
