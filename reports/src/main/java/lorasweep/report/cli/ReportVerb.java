package lorasweep.report.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lorasweep.cli.ExitCode;
import lorasweep.cli.GivenSweep;
import lorasweep.cli.Verb;
import lorasweep.report.SweepReport;
import lorasweep.report.serve.ReportServer;
import lorasweep.store.TrialFiles;
import lorasweep.sweep.SweepFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sweep report}: makes a sweep's report from its folder alone. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Makes report.html and report.json from a sweep's folder, also while the sweep runs.")
public final class ReportVerb implements Verb {
    private static final long SECONDS_BETWEEN = 30;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The sweep's folder, or the one that holds it.")
    private @Nullable String directory;

    @Option(
            names = "--watch",
            description = "Serve the report on this machine's loopback address and renew it until Ctrl-C.")
    private boolean watch;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Port for --watch (default: any free).")
    private int port;

    @Override
    public Integer call() throws IOException, InterruptedException {
        GivenSweep sweep = GivenSweep.find(Objects.requireNonNull(directory));
        SweepFolder folder = sweep.upToDate(TrialFiles.PICTURES);
        SweepReport report = new SweepReport();
        report.render(folder.path());
        PrintWriter out = spec.commandLine().getOut();
        if (watch) {
            serve(sweep, report, out);
        } else {
            out.println(sweep.show(List.of(folder.reportFile())).get(0));
        }
        return ExitCode.DONE;
    }

    private void serve(GivenSweep sweep, SweepReport report, PrintWriter out) throws IOException, InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(interrupted::countDown));
        try (ReportServer server = ReportServer.start(sweep.folder().path(), port)) {
            out.println(server.address() + " (Ctrl-C ends it)");
            out.flush();
            while (!interrupted.await(SECONDS_BETWEEN, TimeUnit.SECONDS)) {
                report.render(sweep.upToDate(TrialFiles.PICTURES).path());
            }
        }
    }
}
