package lorasweep.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import lorasweep.driver.StopButton;
import lorasweep.driver.SweepDriver;
import lorasweep.driver.SweepOrder;
import lorasweep.driver.SweepResult;
import lorasweep.grid.GridFile;
import lorasweep.plan.PlannedTrial;
import lorasweep.plan.SweepPlan;
import lorasweep.reporting.LiveReport;
import lorasweep.result.TrialOutcome;
import lorasweep.spark.SparkCluster;
import lorasweep.store.InputCheck;
import lorasweep.store.RemoteSweep;
import lorasweep.store.Stores;
import lorasweep.store.TrialFiles;
import lorasweep.sweep.LedgerEvent.RunEnd;
import lorasweep.sweep.SweepFolder;
import lorasweep.trial.FilePath;
import lorasweep.trial.InputPaths;
import lorasweep.trial.PackKey;
import lorasweep.trial.TrialSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sweep run}: trains a grid, or what is left of it, on Spark. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description =
                "Trains every trial of a grid that has no result yet. Without spark-submit, Spark runs inside this"
                        + " process. The same command goes on after an interruption; a changed grid trains what is new.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            " 0:all trials are completed or ended early",
            " 2:the input must be fixed",
            " 3:some trials failed",
            " 4:the budget is used",
            "70:a bug of ours",
            "130:interrupted (Ctrl-C, sweep stop); the same command goes on"
        })
public final class RunVerb implements Verb {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "GRID", description = "The grid file.")
    @SuppressWarnings("NullAway.Init")
    private Path grid;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where sweeps go; this one's folder in it has the grid's name. Driver and executors must"
                    + " see it under the same path, or it is in another of Hadoop's filesystems (hdfs:, s3a:).")
    @SuppressWarnings("NullAway.Init")
    private String out;

    @Mixin
    private final DeviceOptions devices = new DeviceOptions();

    @Option(names = "--runner", hidden = true, description = "The class that trains.")
    private String runner = "";

    @Override
    public Integer call() throws Exception {
        Clock clock = Clock.systemUTC();
        PrintWriter screen = spec.commandLine().getOut();
        GridFile file = GridFile.read(grid);
        String text = Files.readString(grid);
        Stores stores = Stores.of(System.getProperties());
        // On a cluster nobody knows yet how many executors will come.
        SweepPlan plan = SweepPlan.of(
                file,
                devices.assumptions(),
                trials -> SparkCluster.isInThisProcess() ? devices.used(trials).size() : 1,
                stores);
        boolean isElsewhere = FilePath.isElsewhere(out);
        Path shared = isElsewhere ? Path.of("") : Path.of(FilePath.plain(out, "--out"));
        InputCheck.of(plan.specs(), isElsewhere ? Optional.of(out) : Optional.empty(), stores);
        List<String> used = devices.used(plan.trials());
        Optional<RemoteSweep> remote =
                isElsewhere ? Optional.of(RemoteSweep.drivenIn(stores, out, file.name())) : Optional.empty();
        SweepFolder folder = remote.map(RemoteSweep::folder).orElseGet(() -> SweepFolder.of(shared, file.name()));
        SweepOrder order = new SweepOrder(plan, text, folder, runName(clock), runner, remote);
        StopButton button = new StopButton();
        CountDownLatch ended = new CountDownLatch(1);
        SparkCluster.Options options =
                new SparkCluster.Options(file.name(), used, folder.logsFolder(), () -> stopAndWait(button, ended));
        SparkCluster.check(options);
        if (SparkCluster.isInThisProcess() && runner.isEmpty()) {
            devices.requireUsable(unfinished(plan, folder), folder.cacheFolder());
        }
        screen.println(file.name() + ": " + plan.trials().size() + " trials in "
                + plan.packs().size() + " packs, results in "
                + remote.map(RemoteSweep::place).orElse(folder.path().toString()));
        plan.warnings().forEach(warning -> screen.println("warning: " + warning));
        screen.flush();
        try {
            return run(order, options, button, clock);
        } finally {
            ended.countDown();
        }
    }

    /** One trial for each base and dataset that is still to be trained on and is on this machine. */
    private static List<TrialSpec> unfinished(SweepPlan plan, SweepFolder folder) throws IOException {
        Map<PackKey, TrialSpec> kinds = new LinkedHashMap<>();
        for (PlannedTrial trial : plan.trials()) {
            PackKey kind = PackKey.of(trial.spec());
            if (!kinds.containsKey(kind)
                    && InputPaths.elsewhere(trial.spec()).isEmpty()
                    && folder.trial(trial.id())
                            .outcome()
                            .filter(TrialOutcome::stands)
                            .isEmpty()) {
                kinds.put(kind, trial.spec());
            }
        }
        return List.copyOf(kinds.values());
    }

    private int run(SweepOrder order, SparkCluster.Options options, StopButton button, Clock clock)
            throws IOException, InterruptedException {
        PrintWriter screen = spec.commandLine().getOut();
        SweepResult result;
        boolean isRendered;
        try (SweepDisplay display = SweepDisplay.on(screen);
                LiveReport report =
                        LiveReport.of(order.folder().path(), display::line, clock, () -> mirror(order.remote()))) {
            Environment.of(options.devices()).writeTo(order.folder(), clock.instant());
            isRendered = report.isRendered();
            result = SweepDriver.run(
                    order,
                    (referee, listener) -> SparkCluster.start(options, referee, listener),
                    display,
                    button,
                    clock);
            if (!result.isNews() && Files.exists(order.folder().reportFile())) {
                report.skipLast();
            }
        }
        screen.println(SweepDisplay.summary(result.progress()));
        FailurePrinter.lines(result.failures(), order.folder()).forEach(screen::println);
        screen.println("results: "
                + order.remote()
                        .map(RemoteSweep::place)
                        .orElse(order.folder().path().toString()));
        if (order.remote().isPresent()) {
            publishReport(order.remote().get(), screen);
        } else if (isRendered) {
            screen.println("report:  " + order.folder().reportFile().toUri());
        }
        if (order.remote().filter(RemoteSweep::isTakenOver).isPresent()) {
            screen.println("taken over: a driver that was started later works on this sweep");
        } else if (result.end() == RunEnd.INTERRUPTED) {
            screen.println("interrupted: the same command goes on from here");
        } else if (result.end() == RunEnd.BUDGET_REACHED) {
            screen.println("the budget is used: raise budget: gpu_hours: to train the rest");
        }
        screen.flush();
        return exitCode(result);
    }

    /** What reports show, but for what the driver itself has brought. */
    private static void mirror(Optional<RemoteSweep> remote) throws IOException {
        if (remote.isPresent()) {
            remote.get().fetchTrials(name -> TrialFiles.PICTURES.test(name) && !TrialFiles.OUTCOMES.test(name));
        }
    }

    private static void publishReport(RemoteSweep remote, PrintWriter screen) throws IOException {
        Path report = remote.folder().reportFile();
        if (remote.publish() && Files.exists(report)) {
            screen.println("report:  " + remote.show(List.of(report)).get(0));
        }
    }

    private static int exitCode(SweepResult result) {
        return switch (result.end()) {
            case INTERRUPTED -> ExitCode.INTERRUPTED;
            case BUDGET_REACHED -> ExitCode.BUDGET_REACHED;
            case DONE -> result.progress().failed() > 0 ? ExitCode.SOME_FAILED : ExitCode.DONE;
        };
    }

    /** On SIGTERM and Ctrl-C: packs finish their step and save their state before the process ends. */
    private static void stopAndWait(StopButton button, CountDownLatch ended) {
        if (ended.getCount() == 0) {
            return;
        }
        button.press();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }

    private static String runName(Clock clock) {
        return DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
                        .withZone(ZoneOffset.UTC)
                        .format(clock.instant())
                + "-" + ProcessHandle.current().pid();
    }
}
