package lorasweep.worker.diffusion;

/**
 * Where Huber-like losses change from quadratic to linear, as a function of the timestep.
 *
 * @param schedule how it changes with the timestep
 * @param c the threshold ("huber_c"), which EXPONENTIAL reaches at the last timestep and SNR approaches
 *     there; in (0, 1]
 * @param scale multiplies CONSTANT and EXPONENTIAL ("huber_scale"); SNR ignores it
 */
public record HuberThreshold(Schedule schedule, double c, double scale) {

    /** How the threshold changes with the timestep ("huber_schedule"). */
    public enum Schedule {
        /** {@code c * scale}. */
        CONSTANT,
        /** {@code c^(t / timesteps) * scale}. */
        EXPONENTIAL,
        /** {@code c + (1 - c) / (1 + sigma_t)^2}. */
        SNR
    }

    /** The threshold at a timestep. */
    public double at(int timestep, NoiseSchedule noise) {
        return switch (schedule) {
            case CONSTANT -> c * scale;
            case EXPONENTIAL -> Math.pow(c, (double) timestep / noise.timesteps()) * scale;
            case SNR -> c + (1 - c) / Math.pow(1 + noise.sigma(timestep), 2);
        };
    }
}
