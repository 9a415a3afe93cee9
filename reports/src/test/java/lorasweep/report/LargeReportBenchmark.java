package lorasweep.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lorasweep.report.content.Report;
import lorasweep.report.content.ReportMaker;
import lorasweep.report.content.ReportSource;
import lorasweep.report.html.HtmlReport;
import lorasweep.report.html.InlinedPictures;
import lorasweep.report.testing.Browser;
import lorasweep.report.testing.BrowserExtension;
import lorasweep.report.testing.Reports;
import lorasweep.report.testing.SampleSweep;
import lorasweep.sweep.SweepFolder;
import lorasweep.sweep.SweepState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how large and how quick the report of a large sweep is: 1,000 trials of 30 epochs, 8 bands. Run by {@code mvn
 * -q -pl reports -am verify -Preport-benchmark -Dtest=LargeReportBenchmark -Dsurefire.failIfNoSpecifiedTests=false}; the
 * times are printed, nothing asks for them.
 */
@Tag("report-benchmark")
@ExtendWith(BrowserExtension.class)
class LargeReportBenchmark {
    private static final int TRIALS = 1000;
    private static final int MANY_TRIALS = 5000;

    /** Notes for every move of the pointer how long it took until a picture with its effect was on its way. */
    private static final String WATCH = """
            window.answers = [];
            addEventListener('mousemove', event => {
              const begin = event.timeStamp;
              requestAnimationFrame(() => setTimeout(() => window.answers.push(performance.now() - begin), 0));
            }, true);
            """;

    @TempDir
    private Path out;

    private final List<String> figures = new ArrayList<>();

    @Test
    void figures(Browser browser) throws Exception {
        Path folder = SampleSweep.large(out, TRIALS, 30, 8).write();
        Report report = null;
        for (String which : List.of("first", "second")) {
            long begin = System.nanoTime();
            SweepState state = SweepState.read(new SweepFolder(folder));
            double read = since(begin);
            report = ReportMaker.make(new ReportSource(state, SampleSweep.BEGIN));
            double made = since(begin);
            String html = HtmlReport.text(report, InlinedPictures.none());
            line(
                    "%s rendering: %.2f s (state %.2f, results and analysis %.2f, page %.2f), %.2f MB",
                    which, since(begin), read, made - read, since(begin) - made, html.length() / 1e6);
            Files.writeString(out.resolve("report.html"), html, UTF_8);
        }
        open(browser, TRIALS, out.resolve("report.html"));
        pointer(browser);
        Path many = out.resolve("many.html");
        Files.writeString(
                many, HtmlReport.text(Reports.multiplied(report, MANY_TRIALS), InlinedPictures.none()), UTF_8);
        open(browser, MANY_TRIALS, many);
        pointer(browser);
        figures.forEach(System.out::println);
        assertThat(browser.console()).isEmpty();
    }

    private void open(Browser browser, int trials, Path file) throws IOException {
        for (int i = 0; i < 3; i++) {
            long begin = System.nanoTime();
            browser.open(file, 1320, 1000);
            line(
                    "%d trials, %.2f MB: ready %.2f s after the address was given, %s",
                    trials,
                    Files.size(file) / 1e6,
                    since(begin),
                    browser.run("return `${Math.round(performance.getEntriesByName('ready')[0].startTime)} ms after the"
                            + " page began to load`"));
        }
    }

    /** Points along the curves, and brushes the first axis of the parallel coordinates. */
    private void pointer(Browser browser) throws InterruptedException {
        browser.run(WATCH);
        show(browser, "curves", ".u-over");
        for (int step = 0; step < 40; step++) {
            move(browser, "#curves .u-over", 0.1 + 0.02 * step, 0.3 + 0.01 * step, "none");
        }
        answers(browser, "pointing at curves");
        show(browser, "parallel", "canvas");
        browser.command(
                "Input.dispatchMouseEvent", mouse(browser, "#parallel .chart", -50, 0.8, "mousePressed", "left"));
        for (int step = 1; step <= 40; step++) {
            browser.command(
                    "Input.dispatchMouseEvent",
                    mouse(browser, "#parallel .chart", -50, 0.8 - 0.01 * step, "mouseMoved", "left"));
        }
        browser.command(
                "Input.dispatchMouseEvent", mouse(browser, "#parallel .chart", -50, 0.4, "mouseReleased", "left"));
        answers(browser, "brushing an axis");
    }

    private static void show(Browser browser, String section, String drawn) throws InterruptedException {
        browser.run("document.getElementById(arguments[0]).scrollIntoView({behavior: 'instant'})", section);
        browser.await("return document.querySelector('#" + section + " " + drawn + "') !== null");
        Thread.sleep(1000);
    }

    private static void move(Browser browser, String element, double x, double y, String button) {
        browser.command("Input.dispatchMouseEvent", mouse(browser, element, x, y, "mouseMoved", button));
    }

    /** A place in an element, as shares of its sides; x below 0: so many pixels from the left. */
    private static Map<String, Object> mouse(
            Browser browser, String element, double x, double y, String type, String button) {
        @SuppressWarnings("unchecked")
        List<Number> box = (List<Number>) browser.run(
                "const box = document.querySelector(arguments[0]).getBoundingClientRect();"
                        + "return [box.left, box.top, box.width, box.height]",
                element);
        double left = box.get(0).doubleValue() + (x < 0 ? -x : x * box.get(2).doubleValue());
        double top = box.get(1).doubleValue() + y * box.get(3).doubleValue();
        return Map.of(
                "type",
                type,
                "x",
                left,
                "y",
                top,
                "button",
                button,
                "buttons",
                button.equals("left") ? 1 : 0,
                "clickCount",
                1);
    }

    private void answers(Browser browser, String what) throws InterruptedException {
        Thread.sleep(500);
        line(
                "  %s: %s",
                what,
                browser.run("const all = window.answers.splice(0).sort((a, b) => a - b); const at = share =>"
                        + " Math.round(all[Math.min(all.length - 1, Math.floor(share * all.length))]);"
                        + "return `${all.length} moves, answered after ${at(.5)} ms (median), ${at(.95)} ms (95 %),"
                        + " ${at(1)} ms at most`"));
    }

    private void line(String format, Object... values) {
        figures.add(String.format(Locale.ROOT, format, values));
    }

    private static double since(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
