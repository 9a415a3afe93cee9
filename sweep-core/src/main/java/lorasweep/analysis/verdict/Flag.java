package lorasweep.analysis.verdict;

import java.util.List;
import java.util.Optional;
import lorasweep.analysis.score.Moment;
import lorasweep.analysis.statistics.Interval;

/**
 * A sign that was seen.
 *
 * @param value the number that was looked at
 * @param interval its 95 % interval, where it is a mean of several
 * @param threshold what it was compared with
 * @param sentence the sign as a person would say it
 * @param advice what to try next
 */
public record Flag(
        FlagKind kind,
        Moment moment,
        double value,
        Optional<Interval> interval,
        double threshold,
        String sentence,
        List<Advice> advice) {
    /** Copies the advice. */
    public Flag {
        advice = List.copyOf(advice);
    }
}
