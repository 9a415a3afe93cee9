package lorasweep.worker.train;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import lorasweep.result.StepTiming;

/** Adds up where the time of a step goes. With a clock that stands still, all times are 0. */
final class PhaseTimer {
    private static final double NANOS = 1e9;

    private final Clock clock;
    private final Map<Phase, Duration> spent = new EnumMap<>(Phase.class);
    private Phase phase = Phase.DATA;
    private Instant since;

    /** What a step does, see {@link StepTiming}. */
    enum Phase {
        DATA,
        FORWARD,
        BACKWARD,
        UPDATE
    }

    /** A timer for steps. */
    PhaseTimer(Clock clock) {
        this.clock = clock;
        this.since = clock.instant();
    }

    /** Begins a step, with DATA. */
    void beginStep() {
        spent.clear();
        since = clock.instant();
        phase = Phase.DATA;
    }

    /** Ends the phase that runs and begins another. */
    void begin(Phase next) {
        Instant now = clock.instant();
        spent.merge(phase, Duration.between(since, now), Duration::plus);
        since = now;
        phase = next;
    }

    /** The times of the step that ends now. */
    StepTiming endStep(long step, int trials) {
        begin(Phase.DATA);
        return new StepTiming(
                step,
                trials,
                seconds(Phase.DATA),
                seconds(Phase.FORWARD),
                seconds(Phase.BACKWARD),
                seconds(Phase.UPDATE));
    }

    private double seconds(Phase of) {
        return spent.getOrDefault(of, Duration.ZERO).toNanos() / NANOS;
    }
}
