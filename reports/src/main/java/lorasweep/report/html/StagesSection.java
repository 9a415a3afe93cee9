package lorasweep.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import lorasweep.report.content.Pictures.Picture;
import lorasweep.report.content.Report;
import lorasweep.report.content.Stage;
import lorasweep.report.content.TrialFacts;

/** Pictures of the base, of the pick and of what went wrong, side by side: do they show what the verdicts say? */
final class StagesSection {
    private final Report report;
    private final InlinedPictures inlined;
    private final Markup page = new Markup();

    private StagesSection(Report report, InlinedPictures inlined) {
        this.report = report;
        this.inlined = inlined;
    }

    /** The section; empty if there are no such pictures. */
    static String of(Report report, InlinedPictures inlined) {
        return report.stages().isEmpty() ? "" : new StagesSection(report, inlined).section();
    }

    private String section() {
        List<Stage> stages = report.stages();
        page.open("section", "id", "stages", "aria-labelledby", "stages-title")
                .open("div", "class", "head")
                .element("h2", "What the verdicts look like", "id", "stages-title")
                .element("p", "The same prompts and the same noise in every column.", "class", "hint")
                .close();
        page.open(
                        "div",
                        "class",
                        "stages scroll",
                        "role",
                        "region",
                        "tabindex",
                        "0",
                        "aria-label",
                        "Pictures by verdict")
                .open("table")
                .open("thead")
                .open("tr")
                .open("td")
                .close();
        stages.forEach(this::head);
        page.close().close().open("tbody");
        for (int row = 0; row < stages.get(0).pictures().size(); row++) {
            page.open("tr").element("th", prompt(stages.get(0), row), "scope", "row");
            for (Stage stage : stages) {
                page.open("td", "class", look(stage));
                picture(stage, row);
                page.close();
            }
            page.close();
        }
        return page.close().close().close().close().toString();
    }

    private String prompt(Stage stage, int row) {
        int prompt = sample(stage, row).prompt();
        return report.pictures().prompts().get(prompt);
    }

    private Picture sample(Stage stage, int row) {
        return report.pictures().samples().get(stage.pictures().get(row));
    }

    private void head(Stage stage) {
        page.open("th", "scope", "col", "class", look(stage)).open("b");
        if (!stage.kind().equals(Stage.BASE)) {
            page.open("i", "class", "shape", "aria-hidden", "true").close();
        }
        page.text(name(stage)).close();
        Integer trial = stage.trial();
        if (trial == null) {
            page.element("span", "before any training");
        } else {
            TrialFacts facts = report.trials().get(trial);
            page.element("span", "epoch " + stage.epoch())
                    .element(
                            "a",
                            stage.kind().equals(Stage.PICK) ? "settings as above" : Differences.fromPick(report, trial),
                            "href",
                            "#trial-" + facts.id(),
                            "data-trial",
                            Integer.toString(trial));
        }
        page.close();
    }

    private static String name(Stage stage) {
        return switch (stage.kind()) {
            case Stage.BASE -> "Without a LoRA";
            case Stage.PICK -> "The pick";
            default -> Wording.words(stage.kind());
        };
    }

    /** A verdict's colour and shape; the pick has that of a good one. */
    private static String look(Stage stage) {
        return switch (stage.kind()) {
            case Stage.BASE -> "stage-base";
            case Stage.PICK -> "v-good stage-pick";
            case "UNDERFIT", "OVERFIT", "DIVERGED" -> "v-" + stage.kind().toLowerCase(Locale.ROOT);
            default -> "v-sign";
        };
    }

    private void picture(Stage stage, int row) {
        if (row >= stage.pictures().size()
                || !prompt(stage, row).equals(prompt(report.stages().get(0), row))) {
            page.text("–");
            return;
        }
        Picture picture = sample(stage, row);
        String thumbnail = picture.thumbnail();
        String source = thumbnail == null
                ? link(picture.file())
                : inlined.source(thumbnail).orElseGet(() -> link(thumbnail));
        page.empty("img", "src", source, "alt", name(stage) + ": " + prompt(stage, row));
    }

    /** A path below the report's folder as an address. */
    private static String link(String path) {
        return Arrays.stream(path.split("/"))
                .map(part -> URLEncoder.encode(part, UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }
}
