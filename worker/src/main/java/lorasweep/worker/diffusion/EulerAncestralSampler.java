package lorasweep.worker.diffusion;

import ai.djl.ndarray.NDArray;

/**
 * Euler's method with fresh noise in every step, "Euler a".
 *
 * @param eta how much of the posterior's noise is renewed: 1 for "Euler a", 0 for plain "Euler"
 */
public record EulerAncestralSampler(double eta) implements Sampler {
    @Override
    public State advance(Step step, State before) {
        NDArray clean = step.denoise(before.latents());
        AncestralNoise split = AncestralNoise.of(step.sigma(), step.nextSigma(), eta);
        NDArray down = step.approach(before.latents(), clean, split.down() / step.sigma());
        return State.of(step.addNoise(down, split.up()), clean);
    }
}
