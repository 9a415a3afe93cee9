package lorasweep.worker.cache;

import lorasweep.random.RandomStream;

/** The VAE's diagonal Gaussian over latents. */
final class Posterior {
    private Posterior() {}

    /**
     * One sample: mean + exp(logvar/2)·ε.
     *
     * @param moments the means, then as many log-variances
     */
    static float[] sample(float[] moments, RandomStream noise) {
        int count = moments.length / 2;
        float[] values = new float[count];
        noise.fillGaussian(values);
        for (int i = 0; i < count; i++) {
            values[i] = (float) (moments[i] + StrictMath.exp(moments[count + i] / 2) * values[i]);
        }
        return values;
    }
}
