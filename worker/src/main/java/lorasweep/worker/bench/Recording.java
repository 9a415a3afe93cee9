package lorasweep.worker.bench;

/** What a forward pass keeps for the way back. */
public enum Recording {
    /** All activations: the fastest way. */
    EVERYTHING,
    /** What goes from block to block; the rest is computed again (gradient checkpointing). */
    BLOCK_OUTPUTS
}
