package lorasweep.worker.data;

/** What a picture is there for. */
public enum ImageRole {
    /** Trained on. */
    TRAINING,
    /** Trained on with the weight {@code prior_loss_weight}, to keep what the class looks like. */
    REGULARISATION,
    /** Never trained on, only measured. */
    HELD_OUT
}
