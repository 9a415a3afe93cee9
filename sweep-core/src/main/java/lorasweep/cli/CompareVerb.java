package lorasweep.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import lorasweep.analysis.Fit;
import lorasweep.analysis.TrialAnalysis;
import lorasweep.analysis.statistics.Interval;
import lorasweep.best.SweepComparison;
import lorasweep.store.TrialFiles;
import lorasweep.sweep.SweepState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sweep compare}: whether one sweep's best is better than another's. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description =
                "Compares the best of two sweeps on the same probes; refuses to rank them when the probes differ.")
public final class CompareVerb implements Verb {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DIR", description = "A sweep's folder.")
    private String first = "";

    @Parameters(index = "1", paramLabel = "DIR", description = "Another sweep's folder.")
    private String second = "";

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        SweepState one = SweepState.read(GivenSweep.find(first).upToDate(TrialFiles.RESULTS));
        SweepState two = SweepState.read(GivenSweep.find(second).upToDate(TrialFiles.RESULTS));
        SweepComparison comparison = SweepComparison.of(one, two);
        out.println(line(one, comparison.first()));
        out.println(line(two, comparison.second()));
        Interval interval = comparison.difference().interval();
        out.println(String.format(
                Locale.ROOT,
                "difference %+.4f, 95 %% interval %+.4f to %+.4f: %s",
                comparison.difference().mean(),
                interval.low(),
                interval.high(),
                verdict(one.name(), two.name(), interval)));
        out.flush();
        return ExitCode.DONE;
    }

    private static String line(SweepState state, TrialAnalysis trial) {
        Fit fit = trial.fit().orElseThrow();
        return state.name() + ": trial " + trial.id().text() + ", "
                + fit.moments().get(fit.best().orElseThrow().index()) + ", verdict "
                + trial.finding().verdict();
    }

    private static String verdict(String one, String two, Interval interval) {
        if (interval.holds(0)) {
            return "neither is shown to be better.";
        }
        return (interval.high() < 0 ? two : one) + " is better.";
    }
}
