package lorasweep.worker.image;

import java.util.concurrent.Semaphore;

/**
 * A bound on what threads hold at the same time. Whoever wants more than the whole waits until it has
 * the whole to itself.
 */
final class MemoryBudget {
    private static final int UNIT = 1 << 10;

    private final int units;
    private final Semaphore free;

    /** A budget of some bytes, at least 1 KiB. */
    MemoryBudget(long bytes) {
        this.units = units(bytes);
        this.free = new Semaphore(units, true);
    }

    /** Waits for that much of the budget; closing gives it back. */
    Lease lease(long bytes) throws InterruptedException {
        int wanted = Math.min(units, units(bytes));
        free.acquire(wanted);
        return new Lease(free, wanted);
    }

    private static int units(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, bytes / UNIT));
    }

    /** A part of the budget. */
    record Lease(Semaphore free, int wanted) implements AutoCloseable {
        @Override
        public void close() {
            free.release(wanted);
        }
    }
}
