package lorasweep.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import lorasweep.bench.DriverBenchmark;
import lorasweep.trial.InvalidInputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sweep bench-driver}: how fast this machine drives a sweep whose trials do nothing. */
@Command(
        name = "bench-driver",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures how fast trials are planned, given out and put down on this machine, with trials that"
                + " train nothing.")
public final class BenchDriverVerb implements Verb {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--trials", paramLabel = "N", description = "How many trials, 2 to 10000.")
    private int trials = 5000;

    @Option(names = "--seconds", paramLabel = "S", description = "How long each holds its slot.")
    private double seconds;

    @Option(names = "--slots", paramLabel = "N", description = "How many packs at a time.")
    private int slots = 2;

    @Option(names = "--pack", paramLabel = "N", description = "Trials in a pack.")
    private int pack = 1;

    @Option(names = "--out", paramLabel = "DIR", description = "An empty folder for the sweep.")
    private Path out = Path.of("bench");

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (trials < 2 || trials > 10_000 || !(seconds >= 0 && seconds < 3600) || slots < 1 || pack < 1) {
            throw new InvalidInputException("bench-driver: --trials is \"" + trials + "\", --seconds \"" + seconds
                    + "\", --slots \"" + slots + "\", --pack \"" + pack
                    + "\", expected 2 to 10000 trials, less than an hour each, at least one slot and trial in a pack.");
        }
        if (Files.exists(out.resolve("bench"))) {
            throw new InvalidInputException(out + ": has a sweep already, expected an empty folder; delete it.");
        }
        PrintWriter screen = spec.commandLine().getOut();
        new DriverBenchmark(trials, seconds, slots, pack, out, Clock.systemUTC()).run(figure -> {
            screen.println(figure);
            screen.flush();
        });
        return ExitCode.DONE;
    }
}
