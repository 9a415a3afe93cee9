package lorasweep.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import lorasweep.report.testing.Browser;
import lorasweep.report.testing.SampleSweep;

/** Writes pictures of a simulated sweep's report, to look at while the page is worked on. */
final class Screenshots {
    private Screenshots() {}

    public static void main(String[] args) throws Exception {
        Path out = Path.of(args[0]);
        Path report;
        if (args.length > 1) {
            report = Path.of(args[1]);
        } else {
            Path folder =
                    SampleSweep.character(Files.createTempDirectory("sample")).write();
            new SweepReport().render(folder);
            report = folder.resolve("report.html");
        }
        try (Browser browser = Browser.start()) {
            shots(browser, out, report, "light");
            shots(browser, out, report, "dark");
        }
    }

    private static void shots(Browser browser, Path out, Path report, String theme) throws Exception {
        browser.command(
                "Emulation.setEmulatedMedia",
                Map.of("features", java.util.List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
        browser.open(report, 1320, 1000);
        browser.console().forEach(System.out::println);
        browser.screenshot(out.resolve(theme + "-top.png"));
        for (String section : new String[] {
            "board",
            "trials",
            "curves",
            "classic",
            "heatmaps",
            "parallel",
            "importance",
            "weights",
            "sheets",
            "copies",
            "cost",
            "methods"
        }) {
            browser.run(
                    "document.getElementById(arguments[0]).scrollIntoView({block: 'start', behavior: 'instant'})",
                    section);
            Thread.sleep(500);
            browser.screenshot(out.resolve(theme + "-" + section + ".png"));
        }
        browser.console().forEach(System.out::println);
    }
}
