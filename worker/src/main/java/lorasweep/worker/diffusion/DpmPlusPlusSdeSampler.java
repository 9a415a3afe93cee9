package lorasweep.worker.diffusion;

import ai.djl.ndarray.NDArray;

/**
 * DPM-Solver++ for the diffusion's stochastic equation, two model calls a step, "DPM++ SDE": a noisy
 * step to the middle (in {@code log sigma}), then the whole step with the estimate found there.
 *
 * @param eta how much of the posterior's noise is renewed: 1 for "DPM++ SDE"
 * @param path how the noises of a step's two parts hang together
 */
public record DpmPlusPlusSdeSampler(double eta, Path path) implements Sampler {
    /** The noise of the whole step, given that of its first half. */
    public enum Path {
        /** Unrelated: what is left of the method when its noise comes from an ordinary generator. */
        INDEPENDENT,
        /**
         * Of one Brownian path over sigma, so that the noise of the whole contains that of the half: as
         * k-diffusion and AUTOMATIC1111. Keeps the spread of the data where INDEPENDENT narrows it.
         */
        BROWNIAN
    }

    @Override
    public State advance(Step step, State before) {
        NDArray x = before.latents();
        NDArray clean = step.denoise(x);
        if (step.nextSigma() == 0) {
            return State.of(clean, clean);
        }
        double middle = Math.sqrt(step.sigma() * step.nextSigma());
        NDArray half = step.noise(0);
        NDArray better = step.denoiseAt(renew(step, x, clean, middle, half), middle);
        NDArray whole = whole(step, half, middle);
        return State.of(renew(step, x, better, step.nextSigma(), whole), better);
    }

    private NDArray whole(Step step, NDArray half, double middle) {
        NDArray rest = step.noise(1);
        if (path == Path.INDEPENDENT) {
            return rest;
        }
        double share = (step.sigma() - middle) / (step.sigma() - step.nextSigma());
        return step.combine(half, Math.sqrt(share), rest, Math.sqrt(1 - share));
    }

    private NDArray renew(Step step, NDArray x, NDArray clean, double to, NDArray noise) {
        AncestralNoise split = AncestralNoise.of(step.sigma(), to, eta);
        return step.combine(step.approach(x, clean, split.down() / step.sigma()), 1, noise, split.up());
    }
}
