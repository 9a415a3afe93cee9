package lorasweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import lorasweep.report.testing.Browser;
import lorasweep.report.testing.BrowserExtension;
import lorasweep.report.testing.SampleSweep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page of a sweep that still runs, which is written anew and loaded again. */
@ExtendWith(BrowserExtension.class)
class RunningSweepTest {
    @Test
    void saysSoAndKeepsItsPlace(@TempDir Path out, Browser browser) throws IOException {
        Path folder = SampleSweep.large(out, 20, 3, 2).running(4).write();
        new SweepReport().render(folder);
        browser.open(folder.resolve("report.html"), 1300, 1000);
        assertThat(one(browser, "#running").getText())
                .contains("Still running.")
                .contains("16 of 20 trials");
        one(browser, "#trials input[type=search]").sendKeys("network_dim=16");
        browser.await("return [...document.querySelectorAll('tr.trial td:nth-child(2)')]"
                + ".map(rank => rank.textContent).join() === '16,16,16,16'");
        one(browser, "tr.trial .opener").sendKeys(Keys.ENTER);

        browser.run("dispatchEvent(new Event('pagehide')); location.reload()");

        browser.await("return document.documentElement.dataset.ready === 'yes'"
                + " && document.querySelectorAll('tr.page').length === 1");
        assertThat(one(browser, "#trials input[type=search]").getDomProperty("value"))
                .isEqualTo("network_dim=16");
        browser.run("scrollTo(0, 0)");
        one(browser, "#running button").click();
        assertThat(one(browser, "#running button").getText()).isEqualTo("Follow again");
        assertThat(browser.console()).isEmpty();
    }

    private static WebElement one(Browser browser, String css) {
        return browser.driver().findElement(By.cssSelector(css));
    }
}
