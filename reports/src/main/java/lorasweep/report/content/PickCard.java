package lorasweep.report.content;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoint to take.
 *
 * @param trial index of the trial
 * @param epoch to take
 * @param step optimizer updates made by then
 * @param window the usable epochs
 * @param gain by how much held-out loss lies below the base's, as a difference of scores, positive
 * @param confidence how certain {@link #sure} is, for example "more than 99 %"
 * @param sure what is that certain, as a person would say it
 * @param sentence why, as a person would say it
 * @param tied indices of trials that are not shown to be worse, this one left out
 * @param file the LoRA file
 * @param commands what to type or paste to use it
 * @param earliest another pick, if the least training is preferred; absent if it is the same
 */
public record PickCard(
        int trial,
        int epoch,
        long step,
        Window window,
        Range gain,
        String confidence,
        String sure,
        String sentence,
        List<Integer> tied,
        String file,
        List<Command> commands,
        @Nullable Alternative earliest) {
    /** Copies the lists. */
    public PickCard {
        tied = List.copyOf(tied);
        commands = List.copyOf(commands);
    }

    /**
     * Usable epochs, first to last; the best among them.
     *
     * @param margin difference of scores below which epochs count as equal
     */
    public record Window(int earliest, int best, int latest, double margin) {}

    /**
     * Something to type or paste.
     *
     * @param label what it does
     * @param text the command, quoted for the shell where it is one
     */
    public record Command(String label, String text) {}

    /** A second pick. */
    public record Alternative(int trial, int epoch, String sentence) {}
}
