package lorasweep.result;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What is recorded after optimizer updates, under the TensorBoard tag kohya's users know where there is one. What
 * adapters add to the base has a value at every {@value #WEIGHTS_EVERY}th update, all others at every update.
 */
public enum Curve {
    /** Weighted loss of the update, the mean of its micro-batches. */
    LOSS("loss/current"),
    /** Moving average over one epoch, see {@link LossRecorder}. */
    LOSS_AVERAGE("loss/average"),
    /** Learning rate of the U-Net's adapters. */
    UNET_LR("lr/unet"),
    /** Learning rate of the text encoder's adapters. */
    TEXT_ENCODER_LR("lr/textencoder"),
    /** Euclidean norm of the gradient of the U-Net's adapters, before clipping. */
    UNET_GRADIENT("norm/unet_gradient"),
    /** Euclidean norm of the gradient of the text encoder's adapters, before clipping. */
    TEXT_ENCODER_GRADIENT("norm/textencoder_gradient"),
    /** Frobenius norm ‖ΔW‖ over all of the U-Net's adapters, see {@link #WEIGHTS_EVERY}. */
    UNET_WEIGHTS("norm/unet_weights"),
    /** Frobenius norm ‖ΔW‖ over all of the text encoder's adapters, see {@link #WEIGHTS_EVERY}. */
    TEXT_ENCODER_WEIGHTS("norm/textencoder_weights"),
    /** Adapters that {@code scale_weight_norms} shrank in this update. */
    KEYS_SCALED("max_norm/keys_scaled"),
    /** Largest ‖ΔW‖ of an adapter after shrinking. */
    MAX_KEY_NORM("max_norm/max_key_norm"),
    /** Mean ‖ΔW‖ of the adapters after shrinking. */
    AVERAGE_KEY_NORM("norm/avg_key_norm");

    /**
     * {@link #UNET_WEIGHTS} and {@link #TEXT_ENCODER_WEIGHTS} are recorded after updates whose number is a multiple of
     * this, whatever the trial's settings and its pack: these norms move slowly, and to measure all modules costs more
     * than the rest of an update.
     */
    public static final int WEIGHTS_EVERY = 10;

    private final String tag;

    Curve(String tag) {
        this.tag = tag;
    }

    /** The TensorBoard tag, also the key in {@code steps.jsonl}. */
    @JsonValue
    public String tag() {
        return tag;
    }
}
