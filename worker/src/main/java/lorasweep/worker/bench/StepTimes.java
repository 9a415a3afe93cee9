package lorasweep.worker.bench;

/**
 * One training-like step: where its time went, in seconds, and what came out.
 *
 * @param data drawing noise and timesteps, noising the latents
 * @param forward the networks and the loss
 * @param backward the gradients; with checkpointing the repeated forward passes too
 * @param update the optimizer
 * @param loss mean of all samples' losses before the update
 */
public record StepTimes(double data, double forward, double backward, double update, double loss) {

    /** The whole step. */
    public double total() {
        return data + forward + backward + update;
    }
}
