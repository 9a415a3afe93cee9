package lorasweep.worker.diffusion;

import lorasweep.worker.model.SchedulerConfig;

/**
 * How much noise each training timestep has (DDPM, Ho et al. 2020):
 * {@code x_t = sqrt(abar_t) x_0 + sqrt(1 - abar_t) noise} with {@code abar} the cumulative product of
 * {@code 1 - beta}.
 *
 * <p>Samplers see the same in the variance-exploding form {@code x_t / sqrt(abar_t) = x_0 + sigma_t noise}
 * with {@code sigma_t = sqrt((1 - abar_t) / abar_t)}, also between two timesteps. The table is float32
 * where the reference trainer's is, so that both agree to the last digits.
 */
public final class NoiseSchedule {
    /**
     * Where the last timestep has no signal at all (zero terminal SNR) its sigma would be infinite;
     * this much is left of abar, as diffusers' samplers do it. Sigma is then 4096.
     */
    private static final double LEAST_SIGNAL = 0x1p-24;

    private final float[] alphasCumprod;
    private final double[] logSigmas;

    private NoiseSchedule(float[] alphasCumprod) {
        this.alphasCumprod = alphasCumprod;
        this.logSigmas = new double[alphasCumprod.length];
        for (int t = 0; t < logSigmas.length; t++) {
            double signal = Math.max(alphasCumprod[t], LEAST_SIGNAL);
            logSigmas[t] = Math.log((1 - signal) / signal) / 2;
        }
    }

    /** The schedule of a model. */
    public static NoiseSchedule of(SchedulerConfig config) {
        float[] cumulative = betas(config);
        double product = 1;
        for (int t = 0; t < cumulative.length; t++) {
            product *= 1 - cumulative[t];
            cumulative[t] = (float) product;
        }
        return new NoiseSchedule(cumulative);
    }

    static float[] betas(SchedulerConfig config) {
        float[] betas = new float[config.numTrainTimesteps()];
        for (int t = 0; t < betas.length; t++) {
            double share = (double) t / (betas.length - 1);
            betas[t] = switch (config.betaSchedule()) {
                case LINEAR -> (float) between(config.betaStart(), config.betaEnd(), share);
                case SCALED_LINEAR -> {
                    float root = (float) between(Math.sqrt(config.betaStart()), Math.sqrt(config.betaEnd()), share);
                    yield root * root;
                }
            };
        }
        return betas;
    }

    /**
     * The schedule stretched so that the last timestep is pure noise (Lin et al. 2023, algorithm 1):
     * {@code sqrt(abar)} is shifted to 0 at the end and scaled to stay what it was at timestep 0.
     *
     * <p>Loss weights must keep using the SNR of the schedule before this, as the reference trainer does.
     */
    public NoiseSchedule withZeroTerminalSnr() {
        float first = (float) Math.sqrt(alphasCumprod[0]);
        float last = (float) Math.sqrt(alphasCumprod[alphasCumprod.length - 1]);
        float[] stretched = new float[alphasCumprod.length];
        for (int t = 0; t < stretched.length; t++) {
            double root = ((float) Math.sqrt(alphasCumprod[t]) - last) * (double) first / (first - last);
            stretched[t] = (float) (root * root);
        }
        return new NoiseSchedule(stretched);
    }

    /** The number of timesteps; they count from 0 (least noise). */
    public int timesteps() {
        return alphasCumprod.length;
    }

    /** The share of the signal's variance that is left at a timestep, in [0, 1). */
    public double alphaCumprod(int timestep) {
        return alphasCumprod[timestep];
    }

    /** Signal-to-noise ratio {@code abar / (1 - abar)} at a timestep; 0 at the end of a zero-terminal-SNR schedule. */
    public double snr(int timestep) {
        return alphasCumprod[timestep] / (1.0 - alphasCumprod[timestep]);
    }

    /** {@code sqrt(abar)} of each sample's timestep: what its latent is multiplied by. */
    public float[] signalRates(int... timesteps) {
        float[] rates = new float[timesteps.length];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = (float) Math.sqrt(alphasCumprod[timesteps[i]]);
        }
        return rates;
    }

    /** {@code sqrt(1 - abar)} of each sample's timestep: what its noise is multiplied by. */
    public float[] noiseRates(int... timesteps) {
        float[] rates = new float[timesteps.length];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = (float) Math.sqrt(1 - alphasCumprod[timesteps[i]]);
        }
        return rates;
    }

    /** Sigma of a whole timestep. */
    public double sigma(int timestep) {
        return Math.exp(logSigmas[timestep]);
    }

    /** Sigma of any timestep in [0, timesteps - 1]; between two of them the logarithm of sigma is linear. */
    public double sigmaAt(double timestep) {
        int below = Math.min((int) timestep, logSigmas.length - 2);
        return Math.exp(between(logSigmas[below], logSigmas[below + 1], timestep - below));
    }

    /**
     * The inverse of {@link #sigmaAt}: the timestep, as a rule fractional, at which a model expects
     * this sigma. A sigma outside the table belongs to the table's nearer end.
     */
    public double timestepAt(double sigma) {
        double log = Math.log(sigma);
        int last = logSigmas.length - 1;
        if (log <= logSigmas[0]) {
            return 0;
        } else if (log >= logSigmas[last]) {
            return last;
        }
        int below = 0;
        int above = last;
        while (above - below > 1) {
            int middle = (below + above) >>> 1;
            if (logSigmas[middle] <= log) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return below + (log - logSigmas[below]) / (logSigmas[above] - logSigmas[below]);
    }

    private static double between(double start, double end, double share) {
        return start + (end - start) * share;
    }
}
