package lorasweep.cli;

import java.io.IOException;
import java.io.PrintWriter;
import lorasweep.driver.StopRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sweep stop}: asks the run of a sweep, wherever it is, to end. */
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = "Asks a running sweep to save its state and end; sweep run goes on later.")
public final class StopVerb implements Verb {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The sweep's folder.")
    @SuppressWarnings("NullAway.Init")
    private String folder;

    @Option(names = "--drain", description = "Let packs that have begun go on to their end.")
    private boolean drain;

    @Override
    public Integer call() throws IOException {
        GivenSweep sweep = GivenSweep.find(folder);
        StopRequest request = drain ? StopRequest.DRAIN : StopRequest.STOP;
        PrintWriter out = spec.commandLine().getOut();
        if (sweep.remote().isPresent()) {
            sweep.remote().get().leaveStop(request.text());
        } else {
            request.leaveIn(sweep.folder());
        }
        out.println(sweep.place() + ": asked to " + (drain ? "drain" : "stop")
                + "; a run that works on it ends soon, sweep status tells when");
        out.flush();
        return ExitCode.DONE;
    }
}
