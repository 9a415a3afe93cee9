package lorasweep.report.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import lorasweep.cli.ExitCode;
import lorasweep.cli.Verb;
import lorasweep.report.SweepReport;
import lorasweep.sweep.SweepFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sweep report}: makes a sweep's report from its folder alone. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Makes report.html and report.json from a sweep's folder, also while the sweep runs.")
public final class ReportVerb implements Verb {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The sweep's folder, or the one that holds it.")
    private @Nullable Path directory;

    @Override
    public Integer call() throws IOException {
        SweepFolder folder = SweepFolder.find(Objects.requireNonNull(directory));
        new SweepReport().render(folder.path());
        Objects.requireNonNull(spec).commandLine().getOut().println(folder.reportFile());
        return ExitCode.DONE;
    }
}
