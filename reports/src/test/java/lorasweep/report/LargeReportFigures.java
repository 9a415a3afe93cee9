package lorasweep.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lorasweep.report.content.Report;
import lorasweep.report.content.ReportMaker;
import lorasweep.report.content.ReportSource;
import lorasweep.report.html.HtmlReport;
import lorasweep.report.html.InlinedPictures;
import lorasweep.report.testing.Browser;
import lorasweep.report.testing.SampleSweep;
import lorasweep.sweep.SweepFolder;
import lorasweep.sweep.SweepState;

/** Prints how large and how quick the report of a large sweep is: arguments trials, epochs, bands. */
final class LargeReportFigures {
    private LargeReportFigures() {}

    public static void main(String[] args) throws Exception {
        int trials = Integer.parseInt(args[0]);
        Path folder = SampleSweep.large(
                        Files.createTempDirectory("large"),
                        trials,
                        Integer.parseInt(args[1]),
                        Integer.parseInt(args[2]))
                .write();
        long begin = System.nanoTime();
        SweepState state = SweepState.read(new SweepFolder(folder));
        System.out.printf("state %.2f s%n", (System.nanoTime() - begin) / 1e9);
        begin = System.nanoTime();
        Report report = ReportMaker.make(new ReportSource(state, SampleSweep.BEGIN));
        System.out.printf("reading, analysis, content %.2f s%n", (System.nanoTime() - begin) / 1e9);
        begin = System.nanoTime();
        String html = HtmlReport.text(report, InlinedPictures.none());
        System.out.printf("html %.2f s, %.2f MB%n", (System.nanoTime() - begin) / 1e9, html.length() / 1e6);
        Path file = folder.resolve("report.html");
        Files.writeString(file, html);
        System.out.println(file);
        try (Browser browser = Browser.start()) {
            for (int i = 0; i < 3; i++) {
                begin = System.nanoTime();
                browser.open(file, 1320, 1000);
                System.out.printf("open to ready %.2f s; ", (System.nanoTime() - begin) / 1e9);
                System.out.println(
                        browser.run(
                                "const n = performance.getEntriesByType('navigation')[0];"
                                        + "return `interactive ${Math.round(n.domInteractive)} ms, loaded ${Math.round(n.loadEventEnd)} ms`"));
            }
            for (String section : List.of("curves", "classic", "heatmaps", "parallel")) {
                Object took = browser.runAsync(
                        "const done = arguments[1]; const s = performance.now();"
                                + "document.getElementById(arguments[0]).scrollIntoView({behavior: 'instant'});"
                                + "requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(Math.round(performance.now() - s)), 0)))",
                        section);
                System.out.println(section + " in view after ms " + took);
                Thread.sleep(1500);
            }
            System.out.println("long tasks " + browser.run("return performance.getEntriesByType('longtask').length"));
            browser.console().forEach(System.out::println);
            browser.run("document.getElementById('curves').scrollIntoView({behavior: 'instant'})");
            Thread.sleep(500);
            browser.screenshot(Path.of("/tmp/shots/large-curves.png"));
        }
    }
}
