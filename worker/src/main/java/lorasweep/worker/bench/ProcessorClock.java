package lorasweep.worker.bench;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Tells the processor time that this process has used so far: what else runs on the machine hardly moves it. */
final class ProcessorClock extends Clock {
    private static final double NANOS = 1e9;

    @Override
    public Instant instant() {
        return Instant.EPOCH.plus(Duration.ofNanos((long) (ProcessFigures.cpuSeconds() * NANOS)));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
