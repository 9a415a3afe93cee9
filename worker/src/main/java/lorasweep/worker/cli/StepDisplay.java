package lorasweep.worker.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import lorasweep.cli.ExitCode;
import lorasweep.trial.StepArithmetic;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.data.Dataset;
import lorasweep.worker.data.DatasetSummary;
import lorasweep.worker.train.TrainingListener;
import picocli.CommandLine;

/**
 * Shows how training gets on, as tqdm does for kohya's users: on a terminal one line that is written over,
 * elsewhere a line every half minute.
 */
final class StepDisplay implements TrainingListener, AutoCloseable {
    private static final long TERMINAL_NANOS = 100_000_000L;
    private static final long LOG_NANOS = 30_000_000_000L;
    private static final int BAR = 20;
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;

    private final PrintWriter out;
    private final boolean terminal;
    private final LongSupplier nanos;
    private long start = -1;
    private long firstStep;
    private long shownAt;
    private int shownWidth;
    private boolean someFailed;

    private StepDisplay(PrintWriter out, boolean terminal, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.nanos = nanos;
    }

    static StepDisplay on(PrintWriter out) {
        return new StepDisplay(out, CommandLine.Help.Ansi.AUTO.enabled(), System::nanoTime);
    }

    /** With another clock, in nanoseconds. */
    static StepDisplay on(PrintWriter out, boolean terminal, LongSupplier nanos) {
        return new StepDisplay(out, terminal, nanos);
    }

    @Override
    public void prepared(Dataset dataset, List<TrialSpec> trials, long fromStep) {
        DatasetSummary.of(dataset).forEach(out::println);
        for (TrialSpec trial : trials) {
            StepArithmetic steps = StepArithmetic.of(dataset.samplesPerBucket(), trial.batch(), trial.length());
            out.println("trial " + trial.id() + ": " + steps.explanation()
                    + (fromStep == 0 ? "" : ", goes on behind step " + fromStep));
        }
        out.flush();
    }

    @Override
    public void stepped(long step, long ofSteps, List<Double> losses) {
        long now = nanos.getAsLong();
        if (start < 0) {
            start = now;
            shownAt = now;
            firstStep = step; // its time is not known
        }
        if (now - shownAt >= (terminal ? TERMINAL_NANOS : LOG_NANOS) || step == ofSteps) {
            shownAt = now;
            String line = line(step, ofSteps, losses, (now - start) / 1e9);
            if (terminal) {
                out.print("\r" + line + " ".repeat(Math.max(0, shownWidth - line.length())));
                shownWidth = line.length();
            } else {
                out.println(line);
            }
            out.flush();
        }
    }

    private String line(long step, long ofSteps, List<Double> losses, double seconds) {
        double perStep = step == firstStep ? 0 : seconds / (step - firstStep);
        String shown = losses.stream()
                .map(loss -> String.format(Locale.ROOT, "%.4f", loss))
                .collect(Collectors.joining(" "));
        String bar = "";
        if (terminal) {
            int full = (int) (BAR * step / ofSteps);
            bar = "|" + "█".repeat(full) + " ".repeat(BAR - full) + "| ";
        }
        return String.format(
                Locale.ROOT,
                "steps: %3d%%%s%d/%d [%s<%s, %s, avr_loss=%s]",
                100 * step / ofSteps,
                terminal ? bar : " ",
                step,
                ofSteps,
                clock(seconds),
                perStep == 0 ? "?" : clock((ofSteps - step) * perStep),
                rate(perStep),
                shown);
    }

    private static String rate(double perStep) {
        return perStep == 0
                ? "?it/s"
                : perStep > 1
                        ? String.format(Locale.ROOT, "%.2fs/it", perStep)
                        : String.format(Locale.ROOT, "%.2fit/s", 1 / perStep);
    }

    @Override
    public void finished(TrialSpec trial, String how) {
        someFailed |= !how.equals("done") && !how.startsWith("ended early");
        if (terminal && shownWidth > 0) {
            out.println();
            shownWidth = 0;
        }
        out.println("trial " + trial.id() + ": " + how);
        out.flush();
    }

    private static String clock(double seconds) {
        long whole = (long) seconds;
        return whole < HOUR
                ? "%02d:%02d".formatted(whole / MINUTE, whole % MINUTE)
                : "%d:%02d:%02d".formatted(whole / HOUR, whole / MINUTE % MINUTE, whole % MINUTE);
    }

    /** What the process should end with, as far as trials that ended here tell. */
    int exitCode() {
        return someFailed ? ExitCode.SOME_FAILED : ExitCode.DONE;
    }

    @Override
    public void close() {
        if (terminal && shownWidth > 0) {
            out.println();
        }
        out.flush();
    }
}
