package lorasweep.result;

/**
 * Where the wall time of one optimizer update went, in seconds of the whole pack.
 *
 * @param step the update's number, from 1
 * @param trials that shared it
 * @param data putting batches together: latents, noise, captions
 * @param forward text encoder, U-Net and loss
 * @param backward gradients; with gradient checkpointing this includes computing blocks again
 * @param update gradient norms, clipping, optimizers, weight norms
 */
public record StepTiming(long step, int trials, double data, double forward, double backward, double update)
        implements AtStep {

    /** A trial's share in seconds: all trials of a pack count the same. */
    public double share() {
        return (data + forward + backward + update) / trials;
    }
}
