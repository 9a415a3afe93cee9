package lorasweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lorasweep.report.testing.Browser;
import lorasweep.report.testing.BrowserExtension;
import lorasweep.report.testing.SampleSweep;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The page in a real browser, opened from the disk. */
@ExtendWith(BrowserExtension.class)
class ReportPageTest {
    @TempDir
    private static Path out;

    private static Browser browser;
    private static Path report;

    @BeforeAll
    static void render(Browser shared) throws IOException {
        Path folder = SampleSweep.character(out).write();
        new SweepReport().render(folder);
        report = folder.resolve("report.html");
        browser = shared;
    }

    @BeforeEach
    void open() {
        browser.open(report, 1300, 1000);
    }

    private static List<WebElement> all(String css) {
        return browser.driver().findElements(By.cssSelector(css));
    }

    private static WebElement one(String css) {
        return browser.driver().findElement(By.cssSelector(css));
    }

    private static List<String> texts(String css) {
        return all(css).stream().map(WebElement::getText).toList();
    }

    private static void show(String section) {
        browser.run(
                "document.getElementById(arguments[0]).scrollIntoView({block: 'start', behavior: 'instant'})", section);
    }

    private static void awaitChart(String section) {
        show(section);
        browser.await("return document.querySelector('#" + section + " canvas') !== null");
    }

    @Test
    void opensFromDiskWithoutAnyRequestOrComplaint() {
        for (String section : List.of("curves", "classic", "heatmaps", "parallel", "importance", "weights", "cost")) {
            awaitChart(section);
        }
        show("sheets");
        browser.await("return document.querySelectorAll('.sheet img').length > 0");

        assertThat(browser.console()).isEmpty();
        assertThat(browser.requests())
                .allMatch(request -> request.contains("report.html") || request.contains("\"data:"));
    }

    @Test
    void aCurveRecordedAtEveryTenthStepIsALine() {
        awaitChart("classic");
        Object tenths = browser.run("""
                const title = [...document.querySelectorAll('#classic h3')].find(each => each.textContent.startsWith('norm/unet_weights'));
                const canvas = title.parentElement.querySelector('canvas');
                const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                const tenths = new Set();
                for (let i = 0; i < data.length; i += 4) {
                  const [red, green, blue, alpha] = data.slice(i, i + 4);
                  const isColored = Math.max(red, green, blue) - Math.min(red, green, blue) > 40 && alpha > 60;
                  if (isColored) tenths.add(Math.floor(10 * (i / 4 % canvas.width) / canvas.width));
                }
                return [...tenths].sort().join(' ');
                """);
        assertThat(tenths).asString().contains("2 3 4 5 6 7 8");
    }

    @Test
    void saysWhichCheckpointToTake() {
        assertThat(one("#verdict h2").getText()).startsWith("Epoch ").contains("network_dim=");
        assertThat(all("#verdict .strip li.usable")).isNotEmpty();
        assertThat(texts("#verdict .strip li.best")).hasSize(1);
        assertThat(texts("#verdict .command code")).anyMatch(text -> text.startsWith("<lora:girl"));
        assertThat(texts("#verdict .rivals [class^='v-']"))
                .isNotEmpty()
                .isSubsetOf("Underfit", "Good", "Overfit", "Diverged", "No learning", "Inconclusive");
        assertThat(texts("#verdict .rivals li > :first-child"))
                .allMatch(text -> text.matches("[−+]\\d.* %|and \\d+ more"));
    }

    @Test
    void theGridFileToGoOnWithOpens() {
        show("next");
        one(".grid-file summary").click();
        assertThat(one(".grid-file code").getText()).contains("name: sample-sweep-2\n", "output_name: girl\n");
        assertThat(one(".grid-file button").isDisplayed()).isTrue();
    }

    @Test
    void sortsByEveryColumn() {
        assertThat(all("tr.trial")).hasSize(36);
        WebElement rank = one("#trials thead th:nth-child(2) button");
        rank.click();
        assertThat(texts("#trials tr.trial td:nth-child(2)").subList(0, 12)).containsOnly("8");
        one("#trials thead th:nth-child(2) button").click();
        assertThat(texts("#trials tr.trial td:nth-child(2)").subList(0, 12)).containsOnly("32");
        assertThat(one("#trials thead th:nth-child(2)").getDomAttribute("aria-sort"))
                .isEqualTo("descending");
    }

    @Test
    void filtersBySearchVerdictAndBoard() {
        one("#trials input[type=search]").sendKeys("unet_lr<2e-4 network_dim=8");
        browser.await("return document.querySelectorAll('tr.trial').length === 6");
        one("#trials input[type=search]").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        browser.await("return document.querySelectorAll('tr.trial').length === 36");

        String good = one(".board li[data-kind=GOOD] .number").getText();
        one(".board li[data-kind=GOOD] button").click();
        browser.await("return document.querySelectorAll('tr.trial').length === " + good);
        assertThat(texts("#trials td.verdict-cell")).containsOnly("Good");
        all("#trials .bar button").stream()
                .filter(button -> button.getText().equals("Clear filters"))
                .findFirst()
                .orElseThrow()
                .click();
        browser.await("return document.querySelectorAll('tr.trial').length === 36");
    }

    /** What is in view follows at once, the rest a quarter of a second later: nothing does both. */
    @Test
    void whatIsInViewIsDrawnOnce() {
        one("#trials input[type=search]").sendKeys("8");
        browser.run("document.querySelector('tr.trial').id = 'drawn'; window.drawnAt = performance.now()");
        browser.await("return performance.now() > window.drawnAt + 500");
        assertThat(all("#drawn")).hasSize(1);
    }

    @Test
    void aColumnCanBeShownThatIsHidden() {
        assertThat(texts("#trials thead th")).doesNotContain("Id");
        one("details.chooser summary").click();
        all("details.chooser label").stream()
                .filter(label -> label.getText().equals("Id"))
                .findFirst()
                .orElseThrow()
                .click();
        assertThat(texts("#trials thead th")).contains("Id");
    }

    @Test
    void aRowOpensIntoTheTrialsPage() {
        one("tr.trial .opener").sendKeys(Keys.ENTER);
        browser.await("return document.querySelector('tr.page .uplot') !== null");

        String page = one("tr.page").getText();
        assertThat(page)
                .contains(
                        "Settings",
                        "network_dim",
                        "Norms",
                        "spark-submit --class lorasweep.cli.SweepCli",
                        "sample --base OTHER.safetensors --lora");
        all("tr.page summary").stream()
                .filter(summary -> summary.getText().equals("kohya TOML of this trial"))
                .findFirst()
                .orElseThrow()
                .click();
        assertThat(one("tr.page pre").getText()).contains("unet_lr = ").contains("network_alpha = ");
        one("tr.trial .opener").sendKeys(Keys.ENTER);
        assertThat(all("tr.page")).isEmpty();
    }

    @Test
    void pointingAtACurveNamesItsTrial() {
        awaitChart("curves");
        WebElement over = one("#curves .u-over");
        new Actions(browser.driver()).moveToElement(over, 0, 100).perform();
        for (int y = 90; y > -140 && !one(".tip").isDisplayed(); y -= 10) {
            new Actions(browser.driver()).moveToElement(over, 60, y).perform();
        }
        assertThat(one(".tip").getText())
                .contains("network_dim=")
                .contains("held-out")
                .contains("epoch");
    }

    @Test
    void brushingAnAxisFiltersThePage() {
        awaitChart("parallel");
        WebElement chart = one("#parallel .chart");
        // The first axis is 50 pixels from the left, its lower third is the lowest rank.
        int left = 50 - chart.getSize().getWidth() / 2;
        new Actions(browser.driver())
                .moveToElement(chart, left, 130)
                .clickAndHold()
                .moveByOffset(0, -25)
                .moveByOffset(0, -25)
                .moveByOffset(0, -20)
                .release()
                .perform();
        browser.await("return document.querySelectorAll('tr.trial').length === 12");
        show("trials");
        assertThat(texts("#trials tr.trial td:nth-child(2)")).containsOnly("8");
    }

    @Test
    void aPictureIsMagnifiedBesideTheBase() {
        show("sheets");
        browser.await("return document.querySelectorAll('.sheet img').length > 0");
        assertThat(texts(".sheet thead th")).startsWith("base", "epoch 3", "epoch 6");
        one(".sheet tbody tr td:nth-child(3) button").click();
        assertThat(all("dialog figure")).hasSize(2);
        assertThat(texts("dialog figcaption").get(0)).startsWith("base without a LoRA");
        new Actions(browser.driver()).sendKeys("d").perform();
        browser.await("return document.querySelector('dialog canvas')?.width === 160");
        new Actions(browser.driver()).sendKeys(Keys.ARROW_RIGHT).perform();
        assertThat(texts("dialog figcaption").get(1)).contains("epoch 6");
        new Actions(browser.driver()).sendKeys(Keys.ESCAPE).perform();
        browser.await("return document.querySelector('dialog') === null");
    }

    @Test
    void showsTheBaseThePickAndWhatWentWrongSideBySide() {
        List<String> heads = texts("#stages thead th b");
        assertThat(heads).startsWith("Without a LoRA").contains("The pick", "Underfit", "Overfit");
        assertThat(all("#stages tbody tr")).hasSize(2);
        assertThat(all("#stages tbody img"))
                .hasSize(2 * heads.size())
                .allSatisfy(image -> assertThat(browser.run("return arguments[0].naturalWidth", image))
                        .isEqualTo(160L));
    }

    @Test
    void aSheetShowsTheNetworksApart() {
        sheet("apart");
        assertThat(texts(".sheet thead th"))
                .containsExactly(
                        "base",
                        "all",
                        "U-Net only",
                        "U-Net + half text encoder",
                        "text encoder only",
                        "text encoder + half U-Net");
        assertThat(all(".sheet tbody tr:first-child img")).hasSize(6);
        one(".sheet tbody tr td:nth-child(4) button").click();
        assertThat(texts("dialog figcaption").get(1)).contains("U-Net 1, text encoder 0,");
    }

    @Test
    void aSheetShowsOneSettingSideBySide() {
        sheet("axis");
        assertThat(texts(".sheet thead th"))
                .containsExactly("base", "network_dim 8", "network_dim 16", "network_dim 32");
        assertThat(texts(".sheet tbody th"))
                .allSatisfy(name -> assertThat(name).contains("unet_lr=").doesNotContain("network_dim="));
        assertThat(all(".sheet tbody tr:first-child img")).hasSizeGreaterThan(2);
    }

    private static void sheet(String view) {
        show("sheets");
        browser.await("return document.querySelectorAll('.sheet img').length > 0");
        one("#sheets .bar option[value=" + view + "]").click();
    }

    @Test
    void aBlindComparisonHidesNamesAndKeepsVotes() {
        browser.run("localStorage.clear()");
        show("sheets");
        browser.await("return document.querySelectorAll('.sheet img').length > 0");
        all("#sheets .bar button").get(0).click();
        assertThat(one("dialog").getText()).doesNotContain("network_dim");
        assertThat(all("dialog img"))
                .allSatisfy(image -> assertThat(image.getDomAttribute("alt")).doesNotContain("network_dim"));
        all("dialog .pair button").get(0).click();
        new Actions(browser.driver()).sendKeys(Keys.ESCAPE).perform();
        open();
        show("sheets");
        all("#sheets .bar button").get(0).click();
        all("dialog .bar button").stream()
                .filter(button -> button.getText().equals("Reveal 1 vote"))
                .findFirst()
                .orElseThrow()
                .click();
        assertThat(texts("dialog tbody td:nth-child(2)")).containsExactly("100 %", "0 %");
        assertThat(one("dialog").getText()).contains("network_dim=");
    }

    @Test
    void turnsDarkAndBack() {
        String before = one("body").getCssValue("background-color");
        one("#theme").click();
        assertThat(one("body").getCssValue("background-color")).isNotEqualTo(before);
        one("#theme").click();
        assertThat(one("body").getCssValue("background-color")).isEqualTo(before);
    }

    @Test
    void printsWithoutControls() {
        browser.command("Emulation.setEmulatedMedia", Map.of("media", "print"));
        try {
            assertThat(one("#theme").isDisplayed()).isFalse();
            assertThat(one(".top nav").isDisplayed()).isFalse();
            assertThat(one("#verdict h2").isDisplayed()).isTrue();
            assertThat(one("tr.trial").isDisplayed()).isTrue();
        } finally {
            browser.command("Emulation.setEmulatedMedia", Map.of("media", ""));
        }
    }

    @Test
    void fitsAPhone() {
        browser.command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 390, "height", 800, "deviceScaleFactor", 1, "mobile", true));
        try {
            open();
            Object overflow =
                    browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
            assertThat(overflow).isEqualTo(0L);
        } finally {
            browser.command("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }

    @Test
    void withoutJavaScriptVerdictTableAndCurvesRemain() {
        browser.command("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        try {
            browser.driver().get(report.toUri().toString());
            assertThat(one("#verdict h2").getText()).startsWith("Epoch ");
            assertThat(all("#trials tbody tr")).hasSize(36);
            assertThat(all("#curves svg .curve")).isNotEmpty();
        } finally {
            browser.command("Emulation.setScriptExecutionDisabled", Map.of("value", false));
        }
    }

    @Test
    void axeFindsNothingSerious() throws IOException {
        for (String section : List.of("curves", "heatmaps", "parallel", "weights", "sheets", "cost")) {
            show(section);
        }
        one("tr.trial .opener").sendKeys(Keys.ENTER);
        for (boolean dark : List.of(false, true)) {
            if (dark) {
                one("#theme").click();
            }
            assertThat(seriousViolations()).isEmpty();
        }
        one("#theme").click();
    }

    private static List<?> seriousViolations() throws IOException {
        try (InputStream axe = ReportPageTest.class.getResourceAsStream("/axe.min.js")) {
            browser.run(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        }
        return (List<?>) browser.runAsync("""
                const done = arguments[0];
                document.querySelectorAll('details').forEach(details => { details.open = true; });
                axe.run(document, { resultTypes: ['violations'] }).then(found => done(found.violations
                    .filter(each => each.impact === 'serious' || each.impact === 'critical')
                    .map(each => `${each.id}: ${each.nodes.slice(0, 4).map(node => node.html.slice(0, 160)).join(' | ')}`)));
                """);
    }

    @Test
    void isWrittenWhole() throws IOException {
        assertThat(Files.readString(report)).startsWith("<!DOCTYPE html>").endsWith("</html>");
        try (var files = Files.list(report.getParent())) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".tmp"));
        }
    }
}
