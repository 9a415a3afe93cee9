package lorasweep.worker.cli;

import java.util.concurrent.Callable;
import lorasweep.cli.ExitCode;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.bench.MakespanBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sweep bench makespan}: a sweep against as many processes that train one trial each. */
@Command(
        name = "makespan",
        mixinStandardHelpOptions = true,
        description = {
            "Trains twelve trials (rank x alpha x learning rate) on made-up pictures by twelve processes of sweep train"
                    + " one after another, then by one sweep run, and compares how long both take from beginning to"
                    + " end.",
            "Example: sweep bench makespan --base worker/src/test/resources/goldens/model"
        })
final class BenchMakespanCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private BenchTrialOptions trial = new BenchTrialOptions();

    @Option(names = "--epochs", description = "Epochs of each trial, of eight steps each; ${DEFAULT-VALUE}.")
    private int epochs = 5;

    @Override
    public Integer call() throws Exception {
        if (epochs < 1) {
            throw new InvalidInputException("--epochs: \"" + epochs + "\", expected at least 1; give another number.");
        }
        try (BenchFolder folder = BenchFolder.make()) {
            MakespanBenchmark.Result result =
                    new MakespanBenchmark(trial.base(), trial.size(), epochs).run(folder.path());
            BenchReport report = new BenchReport(spec.commandLine().getOut());
            report.title("%s, %d px, %d trials of %d steps", trial.base(), trial.size(), result.trials(), 8 * epochs);
            report.line(
                    "processes",
                    "%.1f s one after another, %.1f s of processor time",
                    result.alone(),
                    result.aloneProcessor());
            report.line(
                    "sweep",
                    "%.1f s, %.2f x faster, %.1f s of processor time",
                    result.sweep(),
                    result.ratio(),
                    result.sweepProcessor());
            return ExitCode.DONE;
        }
    }
}
