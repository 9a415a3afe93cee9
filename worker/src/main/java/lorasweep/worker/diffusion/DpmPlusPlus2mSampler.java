package lorasweep.worker.diffusion;

import ai.djl.ndarray.NDArray;

/**
 * DPM-Solver++(2M) (Lu et al. 2022, algorithm 2) and its stochastic form: a step of second order in
 * {@code -log sigma} that reuses the estimate of the step before, one model call each.
 *
 * @param eta 0 for "DPM++ 2M", 1 for "DPM++ 2M SDE" (midpoint)
 * @param lastStep the order of the last step, where it does not end at sigma 0 (there it is first
 *     always); diffusers makes it first order in runs of fewer than 15 steps
 */
public record DpmPlusPlus2mSampler(double eta, Order lastStep) implements Sampler {
    /** How a step guesses the estimate along its way. */
    public enum Order {
        /** As the estimate at its beginning. */
        FIRST,
        /** As a line through the last two estimates. */
        SECOND
    }

    @Override
    public State advance(Step step, State before) {
        NDArray clean = step.denoise(before.latents());
        double shrink = step.nextSigma() / step.sigma();
        double ratio = Math.pow(shrink, 1 + eta);
        double fresh = step.nextSigma() * Math.sqrt(1 - Math.pow(shrink, 2 * eta));
        NDArray down = step.approach(before.latents(), midway(step, before, clean), ratio);
        return State.of(step.addNoise(down, fresh), clean);
    }

    private NDArray midway(Step step, State before, NDArray clean) {
        boolean first = step.nextSigma() == 0 || (step.last() && lastStep == Order.FIRST);
        if (first || before.clean().isEmpty()) {
            return clean;
        }
        double length = Math.log(step.sigma() / step.nextSigma());
        double lengthBefore = Math.log(step.schedule().sigma(step.index() - 1) / step.sigma());
        double lead = length / lengthBefore / 2;
        return step.combine(clean, 1 + lead, before.clean().get(), -lead);
    }
}
