package lorasweep.random;

/**
 * What random numbers are drawn for. Two purposes never share a number, whatever their seeds and
 * coordinates.
 *
 * <p>A code is part of every result drawn under it: it is never changed or used again.
 */
public enum Purpose {
    /** Which bucket the next batch comes from; seeded by the dataset, not by the trial. */
    BUCKET_ORDER(1),
    /** Which images of a bucket fill its batches. */
    IMAGE_ORDER(2),
    /** The diffusion timestep of a training sample. */
    TIMESTEP(3),
    /** The noise added to a training latent. */
    NOISE(4),
    /** The per-channel offset of that noise. */
    NOISE_OFFSET(5),
    /** The sample of the VAE's posterior that becomes an image's latent. */
    LATENT(6),
    /** Shuffling and dropout of captions and tags. */
    CAPTION(7),
    /** Whether a training sample is mirrored. */
    FLIP(8),
    /** Dropout inside an adapter. */
    DROPOUT(9),
    /** Initial adapter weights. */
    ADAPTER_INIT(10),
    /** The noise of a probe. */
    PROBE_NOISE(11),
    /** Initial noise of a generated image. */
    SAMPLE_NOISE(12),
    /** Proposals of a search strategy. */
    SEARCH(13),
    /** Resampling of confidence intervals. */
    BOOTSTRAP(14),
    /** Which images are held out. */
    SPLIT(15),
    /** Which images, timesteps and bands the probe set consists of. */
    PROBE_CHOICE(16),
    /** Noise that an ancestral sampler adds between its steps. */
    SAMPLER_STEP(17),
    /** Weights of a model made up for tests and demonstrations. */
    MODEL_INIT(18),
    /** Anything drawn by a demonstration or a test alone. */
    DEMO(19);

    private final int code;

    Purpose(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
