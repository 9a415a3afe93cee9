package lorasweep.worker.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What the operating system knows of this process (Linux). */
public final class ProcessFigures {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessFigures() {}

    /** The most memory that was resident at once since the process began, in bytes (VmHWM). */
    public static long peakResidentBytes() {
        return status("VmHWM:");
    }

    /** The memory that is resident now, in bytes (VmRSS); mapped files count as far as they are in memory. */
    public static long residentBytes() {
        return status("VmRSS:");
    }

    /** Seconds of processor time that all threads of this process have used, user and system. */
    public static double cpuSeconds() {
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return system.getProcessCpuTime() / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private static long status(String field) {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(STATUS + " has no " + field));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
