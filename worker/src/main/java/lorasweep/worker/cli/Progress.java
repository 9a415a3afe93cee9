package lorasweep.worker.cli;

import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine;

/** A bar on a terminal; nothing where the output goes elsewhere. */
final class Progress implements AutoCloseable {
    private static final int WIDTH = 80;

    private final Optional<ProgressBar> bar;

    private Progress(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    /** A bar of so many steps, none of them done. */
    static Progress of(String task, int steps) {
        return !CommandLine.Help.Ansi.AUTO.enabled()
                ? new Progress(Optional.empty())
                : new Progress(Optional.of(new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(steps)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                        .build()));
    }

    /** Says how many steps are done. */
    void reached(int step) {
        bar.ifPresent(shown -> shown.stepTo(step));
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
