package lorasweep.reporting;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Renders the report of a sweep once a minute, and once more at the end. A report that takes long is rendered less
 * often, so that rendering never takes more than a small share of one core from the sweep.
 */
public final class LiveReport implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofMinutes(1);

    /** How many times longer than a rendering took it is waited for the next one: 3 % of the time at most. */
    private static final int PATIENCE = 30;

    private final Optional<ReportRenderer> renderer;
    private final Path sweepFolder;
    private final Consumer<String> problems;
    private final Clock clock;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, work -> {
        Thread made = new Thread(work, "report");
        made.setDaemon(true);
        return made;
    });
    private final Step before;
    private boolean isLastSkipped;

    /** What is done before each rendering. */
    public interface Step {
        /** Does it. */
        void run() throws IOException;
    }

    private LiveReport(
            Optional<ReportRenderer> renderer, Path sweepFolder, Consumer<String> problems, Clock clock, Step before) {
        this.before = before;
        this.renderer = renderer;
        this.sweepFolder = sweepFolder;
        this.problems = problems;
        this.clock = clock;
        this.thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Begins to render a sweep's report with the renderer that is installed, if any.
     *
     * @param problems hears, in one line each, why a report could not be rendered; from another thread
     */
    public static LiveReport of(Path sweepFolder, Consumer<String> problems, Clock clock) {
        return of(sweepFolder, problems, clock, () -> {});
    }

    /**
     * The same, for a folder that has to be brought up to date.
     *
     * @param before does that, on the thread that renders
     */
    public static LiveReport of(Path sweepFolder, Consumer<String> problems, Clock clock, Step before) {
        LiveReport report = new LiveReport(
                ServiceLoader.load(ReportRenderer.class).findFirst(), sweepFolder, problems, clock, before);
        if (report.renderer.isPresent()) {
            report.schedule(Duration.ZERO);
        }
        return report;
    }

    private void schedule(Duration lastTook) {
        ScheduledFuture<?> unused = thread.schedule(
                () -> {
                    Instant begin = clock.instant();
                    render();
                    if (!thread.isShutdown()) {
                        schedule(Duration.between(begin, clock.instant()));
                    }
                },
                pause(lastTook).toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** How long nothing is rendered after a rendering that took so long. */
    static Duration pause(Duration took) {
        Duration rest = BETWEEN.minus(took);
        Duration patience = took.multipliedBy(PATIENCE);
        return patience.compareTo(rest) > 0 ? patience : rest;
    }

    /** Whether there is a renderer. */
    public boolean isRendered() {
        return renderer.isPresent();
    }

    /** Leaves the report as it is when closed: there is nothing new to tell. */
    public void skipLast() {
        isLastSkipped = true;
    }

    /** A report that cannot be rendered costs the sweep nothing. */
    private void render() {
        try {
            before.run();
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
        if (renderer.isPresent() && !isLastSkipped) {
            render();
        }
    }
}
