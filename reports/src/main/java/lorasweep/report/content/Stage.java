package lorasweep.report.content;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pictures that show what a verdict says: of the base, of the pick, and of a trial for each thing that went wrong, all
 * from the same noise.
 *
 * @param kind {@link #BASE}, {@link #PICK}, or the name of a verdict or sign
 * @param trial index of the trial; absent for the base
 * @param epoch of the checkpoint; 0 for the base
 * @param pictures indices of samples, one for each prompt shown
 */
public record Stage(String kind, @Nullable Integer trial, int epoch, List<Integer> pictures) {
    /** The base without a LoRA. */
    public static final String BASE = "BASE";

    /** The checkpoint to take. */
    public static final String PICK = "PICK";

    /** Copies the list. */
    public Stage {
        pictures = List.copyOf(pictures);
    }
}
