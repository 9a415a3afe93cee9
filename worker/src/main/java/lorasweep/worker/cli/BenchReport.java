package lorasweep.worker.cli;

import java.io.PrintWriter;
import java.util.Locale;

/** The lines that a benchmark prints. */
final class BenchReport {
    private static final double GIGA = 1e9;

    private final PrintWriter out;

    BenchReport(PrintWriter out) {
        this.out = out;
    }

    void title(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    void line(String label, String format, Object... values) {
        out.println(String.format(Locale.ROOT, "  %-15s ", label) + String.format(Locale.ROOT, format, values));
    }

    /**
     * What was computed, how fast, and what share of the machine's matrix product that is.
     *
     * @param flops floating-point operations that took so many seconds
     * @param gemm rate of the matrix product, in floating-point operations a second
     */
    void arithmetic(long flops, double seconds, double gemm) {
        line("arithmetic", "%.1f GFLOP, %.1f GFLOP/s", flops / GIGA, flops / seconds / GIGA);
        line("matrix product", "%.1f GFLOP/s, of which %.1f %%", gemm / GIGA, 100 * flops / seconds / gemm);
    }

    void memory(long peakResidentBytes) {
        line("peak memory", "%.2f GB resident (10^9 bytes)", peakResidentBytes / GIGA);
    }
}
