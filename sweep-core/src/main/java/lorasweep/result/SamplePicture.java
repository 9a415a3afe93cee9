package lorasweep.result;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A picture drawn of a trial, or of the base for comparison.
 *
 * @param epoch epochs completed; 0 for the base
 * @param step optimizer updates made; 0 for the base
 * @param weight multiplier of the LoRA, where the networks are apart of its U-Net's part; 0 for the base
 * @param textEncoderWeight multiplier of its text encoder's part, {@code weight} unless the networks are apart
 * @param promptIndex which of the sweep's prompts, from 0
 * @param prompt its text, without the LoRA's tag
 * @param seed of the initial noise
 * @param file name below the trial's folder {@code samples/}
 */
public record SamplePicture(
        int epoch,
        long step,
        double weight,
        double textEncoderWeight,
        int promptIndex,
        String prompt,
        long seed,
        String file)
        implements AtStep {
    /** Whether it is the base's. */
    @JsonIgnore
    public boolean isOfBase() {
        return weight == 0 && textEncoderWeight == 0;
    }
}
