package lorasweep.result;

/** Which images a probe is measured on. */
public enum Split {
    /** Images kept out of training. */
    HELD_OUT,
    /** A subset of the training images, measured in the same way. */
    TRAIN_TWIN
}
