package lorasweep.worker.image;

/** What a picture's transparency means. */
public enum AlphaUse {
    /** Nothing to the loss. */
    WHITE,
    /** How much each place counts in the loss. */
    MASK
}
