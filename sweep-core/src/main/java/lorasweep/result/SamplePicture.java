package lorasweep.result;

/**
 * A picture drawn of a trial, or of the base for comparison.
 *
 * @param epoch epochs completed; 0 for the base
 * @param step optimizer updates made; 0 for the base
 * @param weight multiplier of the LoRA; 0 for the base
 * @param promptIndex which of the sweep's prompts, from 0
 * @param prompt its text, without the LoRA's tag
 * @param seed of the initial noise
 * @param file name below the trial's folder {@code samples/}
 */
public record SamplePicture(int epoch, long step, double weight, int promptIndex, String prompt, long seed, String file)
        implements AtStep {}
