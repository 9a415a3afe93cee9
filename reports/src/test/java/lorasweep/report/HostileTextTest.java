package lorasweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lorasweep.report.content.Report;
import lorasweep.report.html.HtmlReport;
import lorasweep.report.html.InlinedPictures;
import lorasweep.report.testing.Browser;
import lorasweep.report.testing.BrowserExtension;
import lorasweep.report.testing.Reports;
import lorasweep.report.testing.SampleSweep;
import lorasweep.report.text.MarkdownSummary;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in captions, names and messages stays text. */
@ExtendWith(BrowserExtension.class)
class HostileTextTest {
    private static final List<String> ATTACKS = List.of(
            "<img src=x onerror=window.hacked=1>",
            "</script><script>window.hacked=1</script>",
            "</title><svg onload=window.hacked=1>",
            "</noscript><iframe srcdoc='<script>parent.hacked=1</script>'></iframe>",
            "\"><b class=injected onmouseover=window.hacked=1>",
            "' autofocus onfocus=window.hacked=1 x='",
            "javascript:window.hacked=1",
            "<!--<script>",
            "]]><![CDATA[<b class=injected>",
            "</style><style>*{display:none}</style>",
            "}*{display:none}",
            "url(javascript:window.hacked=1)",
            "${window.hacked=1}",
            "{{constructor.constructor('window.hacked=1')()}}",
            "`-window.hacked=1-`",
            "\u2028window.hacked=1\u2029",
            "\u202Etxt.exe\u202C",
            "\u0000\u0001\u001b[31m",
            "__proto__",
            "constructor",
            "../../../etc/passwd",
            "&lt;img src=x&gt;&#x3c;b class=injected&#x3e;",
            "%3Cb class=injected%3E",
            "=HYPERLINK(\"http://example.invalid\")",
            "$(touch /tmp/hacked) `id` ; rm -rf ~ '\"");

    @TempDir
    private static Path out;

    private static Report report;

    @BeforeAll
    static void make() throws IOException {
        List<String> thousand = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            thousand.add(ATTACKS.get(i % ATTACKS.size()) + " #" + i);
        }
        int[] next = {0};
        Report harmless =
                Reports.of(SampleSweep.character(out).failing("cannot read").write());
        report = Reports.withTexts(harmless, text -> thousand.get(next[0]++ % thousand.size()));
        assertThat(next[0]).isGreaterThan(1000);
    }

    @Test
    void staysTextInThePage(@TempDir Path folder, Browser browser) throws IOException {
        Path file = folder.resolve("report.html");
        Files.writeString(file, HtmlReport.text(report, InlinedPictures.none()));
        browser.open(file, 1300, 1000);
        for (String section : List.of(
                "curves", "classic", "heatmaps", "parallel", "importance", "weights", "sheets", "copies", "cost")) {
            browser.run("document.getElementById(arguments[0]).scrollIntoView({behavior: 'instant'})", section);
            browser.runAsync("requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(arguments[0], 50)))");
        }
        browser.run(
                "document.querySelectorAll('tr.trial .opener').forEach((button, i) => { if (i < 8) button.click(); })");
        browser.run("document.querySelectorAll('details').forEach(details => { details.open = true; })");

        assertThat(browser.run("return window.hacked === undefined")).isEqualTo(true);
        assertThat(browser.run("return document.querySelectorAll('.injected, iframe, [onerror], [onload], [onfocus],"
                        + " [onmouseover], [autofocus], a[href^=\"javascript\"], img[src=x]').length"))
                .isEqualTo(0L);
        assertThat(browser.run("return document.querySelectorAll('style').length"))
                .isEqualTo(1L);
        assertThat(browser.run("return getComputedStyle(document.querySelector('#verdict')).display"))
                .isEqualTo("grid");
        assertThat(browser.run("return document.querySelector('#verdict .trial').textContent"))
                .isEqualTo(report.trials()
                        .get(report.pick().trial())
                        .name()
                        .replaceAll("[\\u202A-\\u202E\\p{Cntrl}]", "\uFFFD"));
        assertThat(browser.console())
                .as("pictures of these names do not exist, nothing else is complained about")
                .allMatch(line -> line.contains("net::ERR_FILE_NOT_FOUND") || line.contains("net::ERR_INVALID_URL"));
    }

    @Test
    void opensNothingInMarkdown() {
        assertThat(MarkdownSummary.text(report).lines())
                .noneMatch(line -> line.matches(".*(?<!\\\\)<.*"))
                .noneMatch(line -> line.matches(".*(?<!\\\\)\\]\\(.*"));
    }
}
