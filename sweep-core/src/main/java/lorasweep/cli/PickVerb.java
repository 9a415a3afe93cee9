package lorasweep.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import lorasweep.analysis.Preference;
import lorasweep.analysis.SweepAnalysis;
import lorasweep.analysis.score.Moment;
import lorasweep.analysis.statistics.Interval;
import lorasweep.analysis.verdict.Verdict;
import lorasweep.best.NextGrid;
import lorasweep.best.PickedCheckpoint;
import lorasweep.store.TrialFiles;
import lorasweep.sweep.SweepState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sweep pick}: the checkpoint to take, copied to {@code best/} with what reproduces it. */
@Command(
        name = "pick",
        mixinStandardHelpOptions = true,
        description = "Says which LoRA of a sweep to take and why, and copies it to best/ with a kohya config file and"
                + " the spec that reproduce it, and the grid file to go on with if it lies on the edge of its grid.")
public final class PickVerb implements Verb {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The sweep's folder.")
    private String folder = "";

    @Option(
            names = "--prefer",
            paramLabel = "WHICH",
            showDefaultValue = Visibility.ALWAYS,
            description = "Among equally good ones: smallest (file) or earliest (fewest steps).")
    private Preference preference = Preference.SMALLEST;

    @Option(names = "--json", description = "Print the pick as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        GivenSweep sweep = GivenSweep.find(folder);
        SweepState state = SweepState.read(sweep.upToDate(TrialFiles.RESULTS));
        SweepAnalysis analysis = state.analysis();
        Optional<PickedCheckpoint> picked = PickedCheckpoint.of(state, analysis, preference);
        if (picked.isEmpty()) {
            out.println(
                    json
                            ? "null"
                            : "There is nothing to take yet: no trial is shown to lower the loss on held-out images.");
        } else {
            sweep.fetch(
                    picked.get().pick().trial(),
                    picked.get().file().getFileName().toString()::equals);
            List<String> files = sweep.show(picked.get().publish());
            Optional<NextGrid> next = NextGrid.of(state, analysis);
            List<String> nextFiles = List.of();
            if (next.isPresent()) {
                nextFiles = sweep.show(List.of(next.get().publish(state.folder())));
            } else {
                NextGrid.withdraw(state);
            }
            if (json) {
                out.println(picked.get().json());
            } else {
                print(out, picked.get(), files);
                if (next.isPresent()) {
                    print(out, next.get(), nextFiles.get(0));
                }
            }
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static void print(PrintWriter out, PickedCheckpoint picked, List<String> files) {
        List<Moment> window = picked.window();
        Interval gain = picked.pick().gain().interval();
        out.println(
                "Take " + picked.moment() + " of trial " + picked.pick().trial().text() + " (" + picked.name()
                        + "), verdict " + picked.analysis().finding().verdict() + ".");
        out.println("  " + picked.pick().sentence());
        out.println(String.format(
                Locale.ROOT,
                "  score %+.4f against the base, 95 %% interval %+.4f to %+.4f (0 is the base, less is better)",
                -picked.pick().gain().mean(),
                -gain.high(),
                -gain.low()));
        out.println("  usable: " + window.get(0) + " to " + window.get(1));
        if (!picked.rivals().isEmpty()) {
            out.println("  not shown to be worse (change in held-out loss against the base; verdict):");
            picked.rivals()
                    .forEach(rival -> out.println(String.format(
                            Locale.ROOT,
                            "    %s  %s; %s",
                            rival.name(),
                            LossChange.of(rival.score().mean()),
                            rival.verdicts().stream().map(Verdict::name).collect(Collectors.joining(", ")))));
        }
        if (!files.get(0).endsWith(".safetensors")) {
            out.println("  this epoch was not saved (save_every_n_epochs); train the spec again to have it");
        }
        files.forEach(file -> out.println("  " + file));
    }

    private static void print(PrintWriter out, NextGrid next, String file) {
        out.println("The winner lies on the edge of the grid.");
        next.edges().forEach(edge -> out.println("  " + edge.sentence()));
        out.println("  " + file + " is the grid file with that, " + next.trials() + " trials");
    }
}
