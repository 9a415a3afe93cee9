package lorasweep.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import lorasweep.runner.EngineCheck;
import lorasweep.spark.SparkCheck;
import lorasweep.trial.FilePath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sweep doctor}: whether this machine can train, and what it lacks. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Checks Java, engine, GPUs, Spark, disk, memory and clock of this machine.")
public final class DoctorVerb implements Verb {
    private static final double GIBIBYTE = 1L << 30;
    private static final double LITTLE_DISK = 10;
    private static final double LITTLE_MEMORY = 6;
    private static final int OLDEST_JAVA = 17;
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--out", paramLabel = "DIR", description = "Where sweeps are to go (default: here).")
    private Path out = Path.of(".");

    @Option(
            names = "--gpu",
            description = "Tries on each GPU what training needs, and says what was proven and what not.")
    private boolean isGpuTried;

    /** What a check found: all right, or a hint of what to do. */
    private record Finding(String found, Optional<String> advice) {
        static Finding good(String found) {
            return new Finding(found, Optional.empty());
        }

        static Finding of(String found, boolean isGood, String advice) {
            return new Finding(found, isGood ? Optional.empty() : Optional.of(advice));
        }
    }

    @Override
    public Integer call() {
        boolean isWell = true;
        for (Map.Entry<String, Callable<Finding>> check : checks().entrySet()) {
            isWell = check(check.getKey(), check.getValue()) && isWell;
        }
        if (isGpuTried) {
            isWell = isWell && proveGpus();
        }
        return isWell ? ExitCode.DONE : ExitCode.BAD_INPUT;
    }

    private Map<String, Callable<Finding>> checks() {
        Map<String, Callable<Finding>> checks = new LinkedHashMap<>();
        if (isGpuTried) {
            checks.put("engine", DoctorVerb::engine);
            return checks;
        }
        checks.put("java", DoctorVerb::java);
        checks.put("engine", DoctorVerb::engine);
        checks.put("spark", () -> Finding.good(SparkCheck.run()));
        checks.put("memory", DoctorVerb::memory);
        checks.put("disk", this::disk);
        checks.put("clock", this::clock);
        return checks;
    }

    /** Whether there is a GPU and everything is proven on each. */
    private boolean proveGpus() {
        Optional<EngineCheck> installed = ServiceLoader.load(EngineCheck.class).findFirst();
        if (installed.isEmpty()) {
            return false;
        }
        return GpuReport.print(installed.get(), spec.commandLine().getOut());
    }

    /** Whether a check found nothing to be done. */
    private boolean check(String subject, Callable<Finding> check) {
        Finding finding = result(check);
        PrintWriter screen = spec.commandLine().getOut();
        screen.println(String.format(
                Locale.ROOT, "%-7s %-4s %s", subject, finding.advice().isEmpty() ? "ok" : "!!", finding.found()));
        finding.advice().ifPresent(advice -> screen.println(" ".repeat(13) + advice));
        screen.flush();
        return finding.advice().isEmpty();
    }

    private static Finding result(Callable<Finding> check) {
        try {
            return check.call();
        } catch (Exception | LinkageError e) {
            String reason = e.toString().lines().findFirst().orElse("");
            return Finding.of("does not work: " + reason, false, "see the message above; sweep run needs it");
        }
    }

    private static Finding java() {
        int version = Runtime.version().feature();
        return Finding.of(
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                version >= OLDEST_JAVA,
                "install a JDK of version 17 or later");
    }

    private static Finding engine() {
        Optional<EngineCheck> installed = ServiceLoader.load(EngineCheck.class).findFirst();
        if (installed.isEmpty()) {
            return Finding.of("none is installed", false, "put the jar of the module worker on the class path");
        }
        EngineCheck.Engine engine = installed.get().start();
        List<EngineCheck.Gpu> gpus = engine.gpus();
        String devices = gpus.stream()
                .map(gpu -> String.format(Locale.ROOT, "%s with %.1f GiB", gpu.device(), gpu.memoryBytes() / GIBIBYTE))
                .collect(Collectors.joining(", "));
        return Finding.good(engine.name() + "; " + (gpus.isEmpty() ? "no GPU, trains on the CPU" : devices));
    }

    private static Finding memory() {
        double gibibytes =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize() / GIBIBYTE
                        : 0;
        return Finding.of(
                String.format(Locale.ROOT, "%.1f GiB", gibibytes),
                gibibytes >= LITTLE_MEMORY,
                "Stable Diffusion 1.5 needs some 6 GiB to be trained on the CPU");
    }

    private Finding disk() throws IOException {
        FilePath.plain(out.toString(), "--out");
        Path folder = Files.createDirectories(out.toAbsolutePath());
        double gibibytes = Files.getFileStore(folder).getUsableSpace() / GIBIBYTE;
        return Finding.of(
                String.format(Locale.ROOT, "%.1f GiB free in %s", gibibytes, folder.normalize()),
                gibibytes >= LITTLE_DISK,
                "sweep plan says how much a grid needs");
    }

    /** Compares this machine's clock with that of the disk, which may be another machine's. */
    private Finding clock() throws IOException {
        Path probe = Files.createTempFile(Files.createDirectories(out.toAbsolutePath()), "clock", ".tmp");
        try {
            Instant written = Files.getLastModifiedTime(probe).toInstant();
            Instant now = Clock.systemUTC().instant();
            Duration apart = Duration.between(written, now).abs();
            return Finding.of(
                    now + ", " + apart.toMillis() + " ms from the disk's",
                    apart.compareTo(CLOCK_TOLERANCE) < 0,
                    "let all machines take their time from one server; the ledger's times come from the driver's");
        } finally {
            Files.delete(probe);
        }
    }
}
