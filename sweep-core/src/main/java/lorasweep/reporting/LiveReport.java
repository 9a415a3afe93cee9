package lorasweep.reporting;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Renders the report of a sweep every so often, and once more at the end. */
public final class LiveReport implements AutoCloseable {
    private static final long SECONDS_BETWEEN = 30;

    private final Optional<ReportRenderer> renderer;
    private final Path sweepFolder;
    private final Consumer<String> problems;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "report");
        made.setDaemon(true);
        return made;
    });

    private LiveReport(Optional<ReportRenderer> renderer, Path sweepFolder, Consumer<String> problems) {
        this.renderer = renderer;
        this.sweepFolder = sweepFolder;
        this.problems = problems;
    }

    /**
     * Begins to render a sweep's report with the renderer that is installed, if any.
     *
     * @param problems hears, in one line each, why a report could not be rendered; from another thread
     */
    public static LiveReport of(Path sweepFolder, Consumer<String> problems) {
        LiveReport report =
                new LiveReport(ServiceLoader.load(ReportRenderer.class).findFirst(), sweepFolder, problems);
        if (report.renderer.isPresent()) {
            ScheduledFuture<?> unused = report.thread.scheduleWithFixedDelay(
                    report::render, SECONDS_BETWEEN, SECONDS_BETWEEN, TimeUnit.SECONDS);
        }
        return report;
    }

    /** Whether there is a renderer. */
    public boolean isRendered() {
        return renderer.isPresent();
    }

    /** A report that cannot be rendered costs the sweep nothing. */
    private void render() {
        try {
            renderer.orElseThrow().render(sweepFolder);
        } catch (IOException | RuntimeException e) {
            problems.accept("the report was not rendered: " + e);
        }
    }

    /** Waits for a report that is being rendered and renders the last one. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(1, TimeUnit.HOURS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (renderer.isPresent()) {
            render();
        }
    }
}
