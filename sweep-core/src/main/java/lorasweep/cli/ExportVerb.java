package lorasweep.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import lorasweep.export.CsvExport;
import lorasweep.export.TensorBoardExport;
import lorasweep.store.TrialFiles;
import lorasweep.sweep.SweepFolder;
import lorasweep.sweep.SweepState;
import lorasweep.trial.FilePath;
import lorasweep.trial.InvalidInputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sweep export}: a sweep's results for other programs. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes a sweep's results as long tables (trials, epochs and probes) or for TensorBoard.")
public final class ExportVerb implements Verb {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The sweep's folder.")
    private String folder = "";

    @Option(names = "--csv", description = "As comma-separated values.")
    private boolean csv;

    @Option(names = "--tensorboard", description = "As event files: curves, and the HParams table beside them.")
    private boolean tensorboard;

    @Option(names = "--out", paramLabel = "DIR", description = "Where to (default: export/ in the sweep's folder).")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        if (!csv && !tensorboard) {
            throw new InvalidInputException(
                    "export: no format is given, expected one at least; write --csv or --tensorboard.");
        }
        GivenSweep given = GivenSweep.find(folder);
        if (given.remote().isPresent() && out == null) {
            throw new InvalidInputException("export: no folder is given for a sweep in another store, expected one of"
                    + " this machine; write --out DIR.");
        }
        SweepFolder sweep = given.upToDate(TrialFiles.CURVES);
        Optional.ofNullable(out).ifPresent(path -> FilePath.plain(path.toString(), "--out"));
        Path target = Optional.ofNullable(out).orElse(sweep.path().resolve("export"));
        PrintWriter told = spec.commandLine().getOut();
        SweepState state = SweepState.read(sweep);
        if (csv) {
            CsvExport.write(state, target).forEach(told::println);
        }
        if (tensorboard) {
            told.println(TensorBoardExport.write(state, target.resolve("tensorboard")));
        }
        told.flush();
        return ExitCode.DONE;
    }
}
