package lorasweep.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lorasweep.report.content.Report;
import lorasweep.report.html.HtmlReport;
import lorasweep.report.html.InlinedPictures;
import lorasweep.report.testing.Browser;
import lorasweep.report.testing.BrowserExtension;
import lorasweep.report.testing.Reports;
import lorasweep.report.testing.SampleSweep;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

@ExtendWith(BrowserExtension.class)
class ManyTrialsTest {
    private static final int MOST_BYTES = 8_000_000;

    @TempDir
    private static Path out;

    private static Report few;

    @BeforeAll
    static void make() throws IOException {
        few = Reports.of(SampleSweep.large(out, 20, 30, 8).write());
    }

    private static Path open(Browser browser, int trials) throws IOException {
        Path file = out.resolve(trials + ".html");
        Files.writeString(file, HtmlReport.text(Reports.multiplied(few, trials), InlinedPictures.none()), UTF_8);
        browser.open(file, 1300, 1000);
        return file;
    }

    @Test
    void aThousandTrialsFitIntoASmallFileAndAllAreDrawn(Browser browser) throws IOException {
        Path file = open(browser, 1000);

        assertThat(Files.size(file)).isLessThan(MOST_BYTES);
        assertThat(browser.driver().findElements(By.cssSelector("tr.trial"))).hasSize(100);
        assertThat(browser.driver().findElement(By.cssSelector("#trials .more")).getText())
                .isEqualTo("Show 100 more of 900");
        browser.run("document.getElementById('curves').scrollIntoView({behavior: 'instant'})");
        browser.await("return document.querySelector('#curves .u-over') !== null");
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void fiveThousandTrialsOpen(Browser browser) throws IOException {
        open(browser, 5000);

        assertThat(browser.driver()
                        .findElement(By.cssSelector("#trials .bar [role=status]"))
                        .getText())
                .isEqualTo("5000 trials");
        assertThat(browser.console()).isEmpty();
    }
}
