package lorasweep.report.content;

import java.util.List;

/**
 * The trials that have one verdict, or one sign.
 *
 * @param kind name of the verdict or the sign
 * @param isVerdict whether it is a verdict
 * @param meaning what it means, one sentence
 * @param trials their indices
 */
public record Tally(String kind, boolean isVerdict, String meaning, List<Integer> trials) {
    /** Copies the list. */
    public Tally {
        trials = List.copyOf(trials);
    }
}
