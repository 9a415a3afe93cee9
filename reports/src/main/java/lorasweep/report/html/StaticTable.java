package lorasweep.report.html;

import java.util.Locale;
import lorasweep.report.content.Report;
import lorasweep.report.content.TrialFacts;

/** The table of trials for readers without JavaScript. */
final class StaticTable {
    private StaticTable() {}

    static String of(Report report) {
        Markup page = new Markup();
        page.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Trials")
                .open("table")
                .open("thead")
                .open("tr");
        for (String column :
                new String[] {"Trial", "Verdict", "Held-out loss", "95 % interval", "Best epoch", "Place"}) {
            page.element("th", column, "scope", "col");
        }
        page.close().close().open("tbody");
        report.trials().forEach(trial -> row(trial, page));
        return page.close().close().close().toString();
    }

    private static void row(TrialFacts trial, Markup page) {
        String verdict = trial.finding().verdict().name();
        TrialFacts.Course course = trial.course();
        page.open("tr", "id", "static-" + trial.id())
                .element("th", trial.name(), "scope", "row")
                .open("td", "class", "v-" + verdict.toLowerCase(Locale.ROOT))
                .open("i", "class", "shape")
                .close()
                .text(Wording.words(verdict))
                .close()
                .element(
                        "td",
                        trial.score() == null
                                ? ""
                                : Wording.change(trial.score().mean()))
                .element("td", trial.score() == null ? "" : Wording.interval(trial.score()))
                .element(
                        "td",
                        course == null || course.best() == null
                                ? ""
                                : Integer.toString(
                                        course.epochs().get(course.best().index())))
                .element("td", trial.place() == null ? "" : Wording.words(trial.place()))
                .close();
    }
}
