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
    private static final Path STAT = Path.of("/proc/self/stat");

    /** Place of {@code cutime} behind the process's name (proc(5)); {@code cstime} follows. */
    private static final int CUTIME = 13;

    /** In a second, as the kernel tells times to programs. */
    private static final double TICKS = 100;

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

    /** Seconds of processor time that processes which this one has started used until they ended. */
    static double endedProcessesCpuSeconds() {
        try {
            String stat = Files.readString(STAT);
            // The name before it may hold anything.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[CUTIME]) + Long.parseLong(fields[CUTIME + 1])) / TICKS;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
