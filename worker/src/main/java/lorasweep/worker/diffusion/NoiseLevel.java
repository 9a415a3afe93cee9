package lorasweep.worker.diffusion;

/**
 * How noisy a latent is.
 *
 * @param sigma standard deviation of the noise in {@code x = x_0 + sigma * noise}; at least 0
 * @param timestep what the U-Net is told; fractional between two training timesteps
 */
public record NoiseLevel(double sigma, double timestep) {}
