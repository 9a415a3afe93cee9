package lorasweep.worker.bench;

import java.util.concurrent.TimeUnit;

/** Elapsed time in seconds. */
final class Stopwatch {
    private long last = System.nanoTime();

    /** Seconds since the last lap or the beginning. */
    double lap() {
        long now = System.nanoTime();
        double seconds = (now - last) / (double) TimeUnit.SECONDS.toNanos(1);
        last = now;
        return seconds;
    }
}
