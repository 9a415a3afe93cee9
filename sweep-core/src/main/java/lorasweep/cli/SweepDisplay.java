package lorasweep.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import lorasweep.driver.SweepProgress;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine;

/**
 * Shows how far a sweep is: one line that is written over on a terminal; elsewhere a line whenever trials have
 * ended, one in five seconds at most.
 */
final class SweepDisplay implements Consumer<SweepProgress>, AutoCloseable {
    private static final int WIDTH = 120;
    private static final double SECONDS_BETWEEN_LINES = 5;

    private final PrintWriter out;
    private final Optional<ProgressBar> bar;
    private int lastEnded;
    private double lastLine = -SECONDS_BETWEEN_LINES;

    private SweepDisplay(PrintWriter out, Optional<ProgressBar> bar) {
        this.out = out;
        this.bar = bar;
    }

    static SweepDisplay on(PrintWriter out) {
        return new SweepDisplay(
                out,
                CommandLine.Help.Ansi.AUTO.enabled()
                        ? Optional.of(new ProgressBarBuilder()
                                .setTaskName("sweep")
                                .setInitialMax(1)
                                .setStyle(ProgressBarStyle.ASCII)
                                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                                .build())
                        : Optional.empty());
    }

    @Override
    public void accept(SweepProgress progress) {
        if (bar.isPresent()) {
            bar.get().maxHint(progress.allSteps());
            bar.get().stepTo(progress.steps());
            bar.get().setExtraMessage(" " + shortSummary(progress));
        } else if (progress.ended() > lastEnded && progress.seconds() - lastLine >= SECONDS_BETWEEN_LINES) {
            lastEnded = progress.ended();
            lastLine = progress.seconds();
            line(summary(progress)
                    + progress.remainingSeconds()
                            .map(seconds -> ", " + duration(seconds) + " to go")
                            .orElse(""));
        }
    }

    /** Prints a line that stays. Safe from any thread. */
    synchronized void line(String text) {
        out.println((bar.isPresent() ? "\n" : "") + text);
        out.flush();
    }

    /** How far a sweep is, in one line. */
    static String summary(SweepProgress progress) {
        return String.format(
                Locale.ROOT,
                "%d of %d trials ended: %d completed, %d ended early, %d failed; %d running%s",
                progress.ended(),
                progress.trials(),
                progress.completed(),
                progress.pruned(),
                progress.failed(),
                progress.running(),
                best(progress));
    }

    private static String shortSummary(SweepProgress progress) {
        return String.format(
                Locale.ROOT,
                "%d/%d trials, %d failed, %d running%s",
                progress.ended(),
                progress.trials(),
                progress.failed(),
                progress.running(),
                best(progress));
    }

    private static String best(SweepProgress progress) {
        return progress.best()
                .map(best -> String.format(
                        Locale.ROOT,
                        "; best: loss %s against the base's (%s, epoch %d)",
                        LossChange.of(best.score()),
                        best.name(),
                        best.epoch()))
                .orElse("");
    }

    /** A time as people read it. */
    static String duration(double seconds) {
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
