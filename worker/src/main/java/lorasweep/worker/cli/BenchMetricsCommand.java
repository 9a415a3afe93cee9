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
        description = "Measures by how much a thread is slowed down that puts down so many rows of numbers a second,"
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

    @Option(names = "--turns", description = "Turns without rows, and as many with; ${DEFAULT-VALUE}.")
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
            report.line("writing", "%.2f %% of the thread's time", 100 * result.writing());
            report.line("slower", "by %.2f %% than without", 100 * result.slower());
            return ExitCode.DONE;
        }
    }
}
