package lorasweep.worker.image;

import java.util.concurrent.Semaphore;

/** A bound on what threads hold at the same time. */
final class MemoryBudget {
    private static final long UNIT = 1 << 10;

    private final Semaphore free;

    MemoryBudget(long bytes) {
        this.free = new Semaphore(units(bytes), true);
    }

    /** Waits for that much, which must not exceed the whole; closing gives it back. */
    Lease lease(long bytes) throws InterruptedException {
        int wanted = units(bytes);
        free.acquire(wanted);
        return new Lease(free, wanted);
    }

    private static int units(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, bytes / UNIT);
    }

    /** A part of the budget. */
    record Lease(Semaphore free, int units) implements AutoCloseable {
        @Override
        public void close() {
            free.release(units);
        }
    }
}
