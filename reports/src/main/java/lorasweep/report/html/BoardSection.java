package lorasweep.report.html;

import java.util.Locale;
import lorasweep.report.content.Report;
import lorasweep.report.content.Tally;

/** The flag board: how many trials have each verdict and each sign. */
final class BoardSection {
    private BoardSection() {}

    static String of(Report report) {
        Markup page = new Markup();
        page.open("section", "id", "board", "aria-labelledby", "board-title")
                .element("h2", "Flag board", "id", "board-title")
                .open("ul", "class", "board");
        for (Tally tally : report.board()) {
            String kind = tally.kind().toLowerCase(Locale.ROOT);
            page.open("li", "class", "v-" + (tally.isVerdict() ? kind : "sign"), "data-kind", tally.kind());
            page.open("div", "class", "tally")
                    .element("span", Integer.toString(tally.trials().size()), "class", "number")
                    .open("span", "class", "verdict-name")
                    .open("i", "class", "shape", "aria-hidden", "true")
                    .close()
                    .text(Wording.words(tally.kind()))
                    .close()
                    .close();
            page.element("p", tally.meaning()).close();
        }
        return page.close().close().toString();
    }
}
