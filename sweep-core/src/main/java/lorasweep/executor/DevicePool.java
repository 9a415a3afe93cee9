package lorasweep.executor;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The devices of one process, each lent to one pack at a time. */
public final class DevicePool {
    private final BlockingQueue<String> free;

    /** A pool with all its devices free; a device that takes two packs at once is listed twice. */
    public DevicePool(List<String> devices) {
        this.free = new LinkedBlockingQueue<>(devices);
    }

    /** Waits for a device; it is free again when the lease is closed. */
    public Lease lease() throws InterruptedException {
        return new Lease(free.take());
    }

    /** A device that is lent. */
    public final class Lease implements AutoCloseable {
        private final String device;

        private Lease(String device) {
            this.device = device;
        }

        /** Its name, as in {@link lorasweep.runner.PackWork}. */
        public String device() {
            return device;
        }

        @Override
        public void close() {
            free.add(device);
        }
    }
}
