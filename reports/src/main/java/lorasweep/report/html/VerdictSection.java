package lorasweep.report.html;

import java.util.List;
import lorasweep.report.content.PickCard;
import lorasweep.report.content.Report;
import lorasweep.report.content.TrialFacts;

/** The verdict card. */
final class VerdictSection {
    private static final int MOST_TIED_NAMED = 6;

    private final Report report;
    private final Markup page = new Markup();

    private VerdictSection(Report report) {
        this.report = report;
    }

    static String of(Report report) {
        VerdictSection section = new VerdictSection(report);
        section.page.open("section", "id", "verdict", "class", "verdict", "aria-labelledby", "verdict-title");
        PickCard pick = report.pick();
        if (pick == null) {
            section.nothing();
        } else {
            section.card(pick);
        }
        return section.page.close().toString();
    }

    private void nothing() {
        boolean running = report.sweep().isRunning();
        page.element("h2", running ? "No pick yet" : "Take none of these", "id", "verdict-title");
        page.element(
                "p",
                running
                        ? "Nothing that was measured so far is shown to be better than the base."
                        : "No checkpoint of this sweep is shown to be better than the base without a LoRA.");
    }

    private void card(PickCard pick) {
        TrialFacts trial = report.trials().get(pick.trial());
        page.open("div", "class", "take");
        page.element("p", report.sweep().isRunning() ? "Best so far" : "Take this one", "class", "eyebrow");
        page.open("h2", "id", "verdict-title")
                .element("span", "Epoch " + pick.epoch(), "class", "epoch")
                .text(" of ")
                .element(
                        "a",
                        trial.name(),
                        "href",
                        "#trial-" + trial.id(),
                        "class",
                        "trial",
                        "data-trial",
                        Integer.toString(pick.trial()))
                .close();
        page.element("p", pick.sentence(), "class", "because");
        page.trusted(PickCurve.of(trial, report.scoreUnit()));
        strip(trial, pick);
        page.close();
        facts(pick);
        commands(pick.commands());
        PickCard.Alternative earliest = pick.earliest();
        if (earliest != null) {
            page.open("p", "class", "alternative")
                    .element("strong", "With the least training: ")
                    .text("epoch " + earliest.epoch() + " of ");
            trialLink(earliest.trial());
            page.text(". " + earliest.sentence()).close();
        }
    }

    /** One cell for each epoch: its verdict, whether it is usable, which is best. */
    private void strip(TrialFacts trial, PickCard pick) {
        TrialFacts.Course course = trial.course();
        if (course == null) {
            return;
        }
        page.open("ol", "class", "strip", "aria-label", "Verdict on each epoch of this trial");
        for (int moment = 1; moment < course.epochs().size(); moment++) {
            int epoch = course.epochs().get(moment);
            String verdict = verdict(course.verdicts(), moment);
            boolean usable =
                    epoch >= pick.window().earliest() && epoch <= pick.window().latest();
            page.element(
                    "li",
                    Integer.toString(epoch),
                    "class",
                    "v-" + verdict + (usable ? " usable" : "") + (epoch == pick.epoch() ? " best" : ""),
                    "title",
                    "Epoch " + epoch + ": " + verdict.replace('_', ' ') + (usable ? ", in the window" : ""));
        }
        page.close();
        page.element(
                "p",
                pick.window().earliest() == pick.window().latest()
                        ? "Only epoch " + pick.window().best() + " is shown to be this good."
                        : "Epochs " + pick.window().earliest() + " to "
                                + pick.window().latest()
                                + " are equally good within "
                                + Wording.change(pick.window().margin()).replace("+", "")
                                + " of loss.",
                "class",
                "hint");
    }

    private static String verdict(String letters, int moment) {
        if (moment > letters.length()) {
            return "inconclusive";
        }
        return switch (letters.charAt(moment - 1)) {
            case 'U' -> "underfit";
            case 'G' -> "good";
            case 'O' -> "overfit";
            case 'D' -> "diverged";
            case 'N' -> "no_learning";
            default -> "inconclusive";
        };
    }

    private void facts(PickCard pick) {
        page.open("dl", "class", "facts");
        fact("Held-out loss against the base", Wording.change(-pick.gain().mean()), "95 % interval " + interval(pick));
        fact("How sure", pick.confidence(), pick.sure());
        page.open("div").element("dt", "Tied with").open("dd");
        page.element(
                "b", pick.tied().isEmpty() ? "none" : Wording.count(pick.tied().size(), "trial"));
        page.open("span");
        List<Integer> named = pick.tied().stream().limit(MOST_TIED_NAMED).toList();
        for (int i = 0; i < named.size(); i++) {
            page.text(i == 0 ? "" : ", ");
            trialLink(named.get(i));
        }
        int more = pick.tied().size() - named.size();
        page.text(
                pick.tied().isEmpty()
                        ? "every other configuration is shown to be worse"
                        : more > 0 ? " and " + more + " more" : "");
        page.close().close().close().close();
    }

    private static String interval(PickCard pick) {
        Double low = pick.gain().low();
        Double high = pick.gain().high();
        return low == null || high == null ? "unknown" : Wording.change(-high) + " to " + Wording.change(-low);
    }

    private void fact(String name, String value, String detail) {
        page.open("div").element("dt", name).open("dd");
        page.element("b", value).element("span", detail).close().close();
    }

    private void trialLink(int trial) {
        TrialFacts facts = report.trials().get(trial);
        page.element(
                "a",
                Differences.fromPick(report, trial),
                "href",
                "#trial-" + facts.id(),
                "data-trial",
                Integer.toString(trial));
    }

    private void commands(List<PickCard.Command> commands) {
        if (commands.isEmpty()) {
            return;
        }
        page.open("div", "class", "commands");
        for (PickCard.Command command : commands) {
            page.open("div", "class", "command")
                    .element("span", command.label())
                    .element("code", command.text())
                    .close();
        }
        page.close();
    }
}
