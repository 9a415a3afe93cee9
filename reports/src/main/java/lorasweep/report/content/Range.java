package lorasweep.report.content;

import lorasweep.analysis.statistics.Estimate;
import lorasweep.analysis.statistics.Interval;
import org.jspecify.annotations.Nullable;

/**
 * A number with its 95 % interval, rounded.
 *
 * @param low lower end; absent where nothing is known
 * @param high upper end, likewise
 */
public record Range(
        double mean, @Nullable Double low, @Nullable Double high) {
    static Range of(Estimate estimate) {
        return of(estimate.mean(), estimate.interval());
    }

    static Range of(double mean, Interval interval) {
        return new Range(Rounded.score(mean), Rounded.finite(interval.low()), Rounded.finite(interval.high()));
    }
}
