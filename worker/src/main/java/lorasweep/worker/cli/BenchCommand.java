package lorasweep.worker.cli;

import lorasweep.cli.ExitCode;
import lorasweep.cli.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sweep bench}: how fast this machine trains, loads and samples. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = {
            BenchStepCommand.class,
            BenchPackCommand.class,
            BenchMakespanCommand.class,
            BenchMetricsCommand.class,
            BenchCacheCommand.class,
            BenchLoadCommand.class,
            BenchSampleCommand.class,
            BenchMakeBaseCommand.class
        },
        synopsisSubcommandLabel = "BENCHMARK",
        description = "Measures how fast this machine trains, loads and samples, and how much memory that takes.")
public final class BenchCommand implements Verb {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.BAD_INPUT;
    }
}
