package lorasweep.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lorasweep.report.testing.Browser;
import lorasweep.report.testing.SampleSweep;

/** Writes pictures of a simulated sweep's report, to look at while the page is worked on. */
final class Screenshots {
    private Screenshots() {}

    public static void main(String[] args) throws Exception {
        Path out = Path.of(args[0]);
        long begin = System.nanoTime();
        Path report;
        if (args.length > 1) {
            report = Path.of(args[1]);
        } else {
            Path folder =
                    SampleSweep.character(Files.createTempDirectory("sample")).write();
            new SweepReport().render(folder);
            report = folder.resolve("report.html");
        }
        System.out.printf("rendered in %.1f s, %d bytes%n", (System.nanoTime() - begin) / 1e9, Files.size(report));
        try (Browser browser = Browser.start()) {
            if (args.length < 3) {
                shots(browser, out, report, "light");
                shots(browser, out, report, "dark");
            }
            browser.open(report, 1320, 1000);
            browser.command("Emulation.setEmulatedMedia", Map.of("media", "print", "features", List.of()));
            browser.screenshot(out.resolve("print-top.png"));
            browser.command("Emulation.setEmulatedMedia", Map.of("media", "", "features", List.of()));
            browser.command(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", 390, "height", 1100, "deviceScaleFactor", 1, "mobile", true));
            browser.open(report, 390, 1100);
            browser.screenshot(out.resolve("phone-top.png"));
            System.out.println(
                    browser.run(
                            "const clipped = e => e && e !== document.body && (getComputedStyle(e).overflowX !== 'visible' || clipped(e.parentElement)); return document.documentElement.scrollWidth + ' ' + [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > 391 && !clipped(e.parentElement)).map(e => `${e.tagName} ${e.className} ${e.id} in ${e.parentElement.className} ${Math.round(e.getBoundingClientRect().right)}`)"));
            browser.run(
                    "document.getElementById('trials').scrollIntoView({behavior: 'instant'}); document.querySelector('.opener').click()");
            Thread.sleep(1000);
            browser.screenshot(out.resolve("phone-trial.png"));
        }
    }

    private static void shots(Browser browser, Path out, Path report, String theme) throws Exception {
        browser.command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
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
