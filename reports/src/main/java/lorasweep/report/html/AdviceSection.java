package lorasweep.report.html;

import lorasweep.report.content.NextGridFile;
import lorasweep.report.content.NextStep;
import lorasweep.report.content.Report;

/** What to do next. */
final class AdviceSection {
    private AdviceSection() {}

    static String of(Report report) {
        Markup page = new Markup();
        page.open("section", "id", "next", "aria-labelledby", "next-title")
                .element("h2", "What to do next", "id", "next-title");
        if (report.next().isEmpty()) {
            page.element("p", "Nothing: no axis ends at the winner, and nothing asks for more training.");
        } else {
            page.open("ol", "class", "next");
            for (NextStep step : report.next()) {
                page.open("li").element("p", step.sentence());
                String grid = step.grid();
                if (grid != null) {
                    page.open("div", "class", "command").element("code", grid).close();
                }
                page.close();
            }
            page.close();
        }
        NextGridFile grid = report.nextGrid();
        if (grid != null) {
            page.open("details", "class", "grid-file")
                    .element(
                            "summary",
                            "The grid file beyond the edge: " + grid.name() + ", " + grid.trials() + " trials")
                    .open("div", "class", "command")
                    .element("code", grid.text())
                    .close()
                    .close();
        }
        return page.close().toString();
    }
}
