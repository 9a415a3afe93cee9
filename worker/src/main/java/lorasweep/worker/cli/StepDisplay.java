package lorasweep.worker.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import lorasweep.cli.ExitCode;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.train.TrainingListener;
import picocli.CommandLine;

/**
 * Shows how training gets on: one line that is written over, where the output is a terminal; else a
 * line for each trial that ends.
 */
final class StepDisplay implements TrainingListener, AutoCloseable {
    private static final long REFRESH_NANOS = 200_000_000;

    private final PrintWriter out;
    private final boolean terminal;
    private final long start = System.nanoTime();
    private long firstStep = -1;
    private long shownAt;
    private boolean someFailed;

    private StepDisplay(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    static StepDisplay on(PrintWriter out) {
        return new StepDisplay(out, CommandLine.Help.Ansi.AUTO.enabled());
    }

    @Override
    public void stepped(long step, long ofSteps, List<Double> losses) {
        if (firstStep < 0) {
            firstStep = step - 1;
        }
        long now = System.nanoTime();
        if (terminal && (now - shownAt > REFRESH_NANOS || step == ofSteps)) {
            shownAt = now;
            double seconds = (now - start) / 1e9;
            double rate = (step - firstStep) / seconds;
            String shown = losses.stream()
                    .map(loss -> String.format(Locale.ROOT, "%.4f", loss))
                    .collect(Collectors.joining(" "));
            out.printf(
                    Locale.ROOT,
                    "\r%3d%% %d/%d [%s<%s, %.2fit/s, avr_loss=%s]  ",
                    100 * step / ofSteps,
                    step,
                    ofSteps,
                    clock(seconds),
                    clock((ofSteps - step) / rate),
                    rate,
                    shown);
            out.flush();
        }
    }

    @Override
    public void finished(TrialSpec trial, String how) {
        someFailed |= !how.equals("done");
        out.println((terminal ? "\n" : "") + "trial " + trial.id() + ": " + how);
        out.flush();
    }

    private static String clock(double seconds) {
        long whole = (long) seconds;
        return whole < 3600
                ? "%02d:%02d".formatted(whole / 60, whole % 60)
                : "%d:%02d:%02d".formatted(whole / 3600, whole / 60 % 60, whole % 60);
    }

    /** What the process should end with, as far as trials that ended here tell. */
    int exitCode() {
        return someFailed ? ExitCode.SOME_FAILED : ExitCode.DONE;
    }

    @Override
    public void close() {
        out.flush();
    }
}
