package lorasweep.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.function.Consumer;
import lorasweep.driver.StopButton;
import lorasweep.driver.SweepDriver;
import lorasweep.driver.SweepOrder;
import lorasweep.grid.GridFile;
import lorasweep.plan.Assumptions;
import lorasweep.plan.SweepPlan;
import lorasweep.spark.SparkCluster;
import lorasweep.sweep.SweepFolder;

/**
 * Plans and runs a sweep of trials that do nothing, then runs it again.
 *
 * @param trials how many
 * @param seconds for which each holds its slot
 * @param slots packs at a time
 * @param pack trials in a pack
 * @param folder for the sweep; must be empty
 * @param clock to measure with
 */
public record DriverBenchmark(int trials, double seconds, int slots, int pack, Path folder, Clock clock) {
    private static final double MEGABYTE = 1 << 20;

    /** Runs it. The figures are told as lines. */
    public void run(Consumer<String> figures) throws IOException, InterruptedException {
        System.setProperty(IdleRunner.MILLIS, String.valueOf(Math.round(seconds * 1e3)));
        Instant start = clock.instant();
        SweepPlan plan = SweepPlan.of(GridFile.parse(grid(), "bench.yaml", folder), Assumptions.MID_RANGE);
        figures.accept(line(
                "planned %d trials in %d packs",
                plan.trials().size(), plan.packs().size(), start));
        Instant first = clock.instant();
        drive(plan, "first");
        double took = since(first);
        figures.accept(line("ran %d trials on %d slots, Spark's start and end included", trials, slots, first));
        figures.accept(String.format(Locale.ROOT, "%.0f trials/s", trials / took));
        if (seconds > 0) {
            figures.accept(String.format(
                    Locale.ROOT, "%.3f times the least possible time", took * slots / (trials * seconds)));
        }
        figures.accept(String.format(
                Locale.ROOT, "%.1f s of processors' time so far, Java's start included", processorSeconds()));
        figures.accept(String.format(Locale.ROOT, "driver's heap at most %.0f MB", peakHeap()));
        Instant second = clock.instant();
        SweepPlan again = SweepPlan.of(GridFile.parse(grid(), "bench.yaml", folder), Assumptions.MID_RANGE);
        drive(again, "second");
        figures.accept(line("planned and resumed the finished sweep of %d trials on %d slots", trials, slots, second));
    }

    private void drive(SweepPlan plan, String run) throws IOException, InterruptedException {
        SweepFolder sweep = SweepFolder.of(folder, plan.grid().name());
        SparkCluster.Options options = new SparkCluster.Options(
                plan.grid().name(), Collections.nCopies(slots, "cpu"), sweep.logsFolder(), () -> {});
        SweepDriver.run(
                new SweepOrder(plan, grid(), sweep, run, IdleRunner.class.getName()),
                (referee, listener) -> SparkCluster.start(options, referee, listener),
                progress -> {},
                new StopButton(),
                clock);
    }

    private String grid() {
        return String.format(Locale.ROOT, """
                version: 1
                name: bench
                base: /nowhere/base.safetensors
                dataset: {path: /nowhere}
                train: {max_train_steps: 1}
                grid:
                  unet_lr: {linear: [1.0e-5, 1.0e-2], points: %d}
                pack: %d
                """, trials, pack);
    }

    private String line(String what, int a, int b, Instant since) {
        return String.format(Locale.ROOT, what, a, b) + String.format(Locale.ROOT, ": %.2f s", since(since));
    }

    private double since(Instant then) {
        return Duration.between(then, clock.instant()).toMillis() / 1e3;
    }

    /** What this process has used of the processors, which others share. */
    private static double processorSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9
                : Double.NaN;
    }

    private static double peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getPeakUsage)
                        .mapToLong(usage -> usage.getUsed())
                        .sum()
                / MEGABYTE;
    }
}
