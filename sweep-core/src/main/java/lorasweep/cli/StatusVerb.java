package lorasweep.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lorasweep.store.TrialFiles;
import lorasweep.sweep.SweepState;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sweep status}: how a sweep stands, from its folder alone. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows how a sweep stands, from its folder alone, on whatever machine it runs.")
public final class StatusVerb implements Verb {
    private static final int SECONDS_BETWEEN = 2;
    private static final String CLEAR = "\033[H\033[2J";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The sweep's folder.")
    @SuppressWarnings("NullAway.Init")
    private String folder;

    @Option(names = "--watch", description = "Show it again every two seconds, until the run ends.")
    private boolean watch;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        GivenSweep sweep = GivenSweep.find(folder);
        boolean isLive = show(sweep);
        while (watch && isLive) {
            new CountDownLatch(1).await(SECONDS_BETWEEN, TimeUnit.SECONDS);
            isLive = show(sweep);
        }
        return ExitCode.DONE;
    }

    /** Whether a run may still change it. */
    private boolean show(GivenSweep sweep) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        SweepState state = SweepState.read(sweep.upToDate(TrialFiles.OUTCOMES));
        StatusPrinter printer = new StatusPrinter(state, Clock.systemUTC().instant());
        if (json) {
            out.println(printer.json());
        } else {
            if (watch && CommandLine.Help.Ansi.AUTO.enabled()) {
                out.print(CLEAR);
            }
            printer.lines().forEach(out::println);
        }
        out.flush();
        return state.timeline().lastRun().filter(run -> run.end().isEmpty()).isPresent();
    }
}
