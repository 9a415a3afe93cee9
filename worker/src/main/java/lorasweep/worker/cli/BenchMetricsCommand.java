package lorasweep.worker.cli;

import java.util.concurrent.Callable;
import lorasweep.cli.ExitCode;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.bench.MetricsBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sweep bench metrics}: what putting numbers down costs. */
@Command(
        name = "metrics",
        mixinStandardHelpOptions = true,
        description = "Measures what it takes from a thread that trains to put down so many rows of numbers a second,"
                + " each into the logs of steps and times, into TensorBoard's events and as news to the driver.")
final class BenchMetricsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--rows", description = "Rows a second; ${DEFAULT-VALUE}.")
    private int rows = 1000;

    @Option(names = "--pack", description = "Trials that they belong to; ${DEFAULT-VALUE}.")
    private int pack = 16;

    @Option(names = "--seconds", description = "Seconds of a turn; ${DEFAULT-VALUE}.")
    private double seconds = 3;

    @Option(names = "--turns", description = "Turns; ${DEFAULT-VALUE}.")
    private int turns = 7;

    @Override
    public Integer call() throws Exception {
        if (rows < 1 || pack < 1 || !(seconds > 0 && seconds < 3600) || turns < 1) {
            throw new InvalidInputException("bench metrics: --rows is \"" + rows + "\", --pack \"" + pack
                    + "\", --seconds \"" + seconds + "\", --turns \"" + turns
                    + "\", expected at least one row, trial and turn, and less than an hour.");
        }
        try (BenchFolder folder = BenchFolder.make()) {
            MetricsBenchmark.Result result = new MetricsBenchmark(rows, pack, seconds, turns).run(folder.path());
            BenchReport report = new BenchReport(spec.commandLine().getOut());
            report.title("%d trials, %d turns of %.1f s", pack, turns, seconds);
            report.line("rows", "%.0f a second", result.rows());
            report.line("a row", "%.1f us of the thread's processor time", 1e6 * result.seconds());
            report.line("a second", "%d rows take %.2f %% of a core from it", rows, 100 * result.seconds() * rows);
            return ExitCode.DONE;
        }
    }
}
