package lorasweep.worker.diffusion;

import ai.djl.ndarray.NDArray;

/**
 * DDIM without noise (Song et al. 2021): {@code x' = clean + sigma' * (x - clean) / sigma}.
 *
 * @param clip the estimated clean latents are limited to [-clip, clip], while the noise
 *     {@code (x - clean) / sigma} is that of the unlimited estimate; infinite for no limit. The
 *     reference trainer's preview images limit to 1, though latents are commonly larger.
 */
public record DdimSampler(double clip) implements Sampler {
    /** As the method was published. */
    public static final DdimSampler UNCLIPPED = new DdimSampler(Double.POSITIVE_INFINITY);

    @Override
    public State advance(Step step, State before) {
        NDArray clean = step.denoise(before.latents());
        double ratio = step.nextSigma() / step.sigma();
        if (Double.isInfinite(clip)) {
            return State.of(step.approach(before.latents(), clean, ratio), clean);
        }
        NDArray noise = step.combine(before.latents(), ratio, clean, -ratio);
        return State.of(step.combine(step.clip(clean, clip), 1, noise, 1), clean);
    }
}
