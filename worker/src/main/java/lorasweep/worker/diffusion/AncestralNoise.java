package lorasweep.worker.diffusion;

/**
 * How a step with fresh noise is split: down to a sigma below the target, then noise back up to it,
 * {@code down^2 + up^2 = target^2}.
 *
 * @param down sigma that the step goes to
 * @param up sigma of the noise that is added then
 */
record AncestralNoise(double down, double up) {

    /**
     * The split of DDPM's own posterior (eta 1), none (eta 0) or between.
     *
     * @param from sigma where the step begins
     * @param to sigma where it ends, at most {@code from}
     */
    static AncestralNoise of(double from, double to, double eta) {
        double posterior = to * Math.sqrt(Math.max(0, 1 - (to / from) * (to / from)));
        double up = Math.min(to, eta * posterior);
        return new AncestralNoise(Math.sqrt(to * to - up * up), up);
    }
}
