package lorasweep.worker.torch;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How much memory is held. */
public final class DeviceMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK = "VmHWM:";
    private static final long KIB = 1024;

    private DeviceMemory() {}

    /**
     * On the CPU the most that this process ever held in memory (the kernel's VmHWM; 0 where the system
     * does not tell), on a GPU what is in use now.
     */
    public static long bytes(Device device) {
        return device.isGpu() ? CudaUtils.getGpuMemory(device).getUsed() : peakOfProcess();
    }

    /** All memory of a GPU. */
    public static long allOf(Device gpu) {
        return CudaUtils.getGpuMemory(gpu).getMax();
    }

    private static long peakOfProcess() {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(PEAK))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .map(kib -> kib * KIB)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + STATUS, e);
        }
    }
}
