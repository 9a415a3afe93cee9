package lorasweep.driver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import lorasweep.grid.BudgetSettings;
import lorasweep.sweep.LedgerEvent;
import lorasweep.sweep.Timeline;

/** Device hours of all runs of a sweep together, against what it may use. */
final class Budget {
    private static final double SECONDS_OF_AN_HOUR = 3600;

    private final OptionalDouble hours;
    private final Clock clock;
    private final Map<Integer, Instant> begun = new HashMap<>();
    private double seconds;

    private Budget(OptionalDouble hours, double seconds, Clock clock) {
        this.hours = hours;
        this.seconds = seconds;
        this.clock = clock;
    }

    static Budget of(BudgetSettings settings, List<LedgerEvent> history, Clock clock) {
        return new Budget(settings.gpuHours(), Timeline.of(history).deviceSeconds(clock.instant()), clock);
    }

    void began(int pack) {
        begun.putIfAbsent(pack, clock.instant());
    }

    void ended(int pack) {
        Instant start = begun.remove(pack);
        seconds += start == null ? 0 : since(start);
    }

    /** Whether no further pack may be begun. */
    boolean isUsed() {
        return hours.isPresent()
                && seconds + begun.values().stream().mapToDouble(this::since).sum()
                        >= hours.getAsDouble() * SECONDS_OF_AN_HOUR;
    }

    private double since(Instant start) {
        return Duration.between(start, clock.instant()).toMillis() / 1e3;
    }
}
