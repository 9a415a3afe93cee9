package lorasweep.worker.diffusion;

import lorasweep.worker.model.SchedulerConfig;
import lorasweep.worker.model.SchedulerConfig.BetaSchedule;

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

    /** The schedule of a model, stretched to zero terminal SNR if the model was trained so. */
    public static NoiseSchedule of(SchedulerConfig config) {
        float[] cumulative = betas(config);
        double product = 1;
        for (int t = 0; t < cumulative.length; t++) {
            product *= 1 - cumulative[t];
            cumulative[t] = (float) product;
        }
        NoiseSchedule schedule = new NoiseSchedule(cumulative);
        return config.zeroTerminalSnr() ? schedule.withZeroTerminalSnr() : schedule;
    }

    static float[] betas(SchedulerConfig config) {
        int count = config.numTrainTimesteps();
        if (config.betaSchedule() == BetaSchedule.LINEAR) {
            return equalSteps((float) config.betaStart(), (float) config.betaEnd(), count);
        }
        float[] betas = equalSteps((float) Math.sqrt(config.betaStart()), (float) Math.sqrt(config.betaEnd()), count);
        for (int t = 0; t < count; t++) {
            betas[t] *= betas[t];
        }
        return betas;
    }

    /**
     * Rounded as torch's linspace does it, eight at a time from the nearer end: what is left of abar at
     * the end of a zero-terminal-SNR schedule is a difference of nearly equal numbers and shows it.
     */
    private static float[] equalSteps(float start, float end, int count) {
        float step = (end - start) / (count - 1);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            int block = i / 8 * 8;
            float base = block < count / 2 ? Math.fma(step, block, start) : Math.fma(-step, count - 1 - block, end);
            values[i] = base + step * (i - block);
        }
        return values;
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
