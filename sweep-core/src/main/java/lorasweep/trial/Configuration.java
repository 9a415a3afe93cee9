package lorasweep.trial;

/**
 * A trial's settings without its seed: what replicates share.
 *
 * @param spec the settings; its seed is the default one and means nothing
 */
public record Configuration(TrialSpec spec) {
    private static final long NO_SEED = 0;

    /** Forgets the seed. */
    public Configuration {
        spec = spec.withSeed(NO_SEED);
    }

    /** The trial that trains this configuration with a seed. */
    public TrialSpec trial(long seed) {
        return spec.withSeed(seed);
    }
}
