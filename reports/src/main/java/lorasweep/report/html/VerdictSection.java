package lorasweep.report.html;

import java.util.List;
import java.util.Locale;
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
        if (pick.tied().isEmpty()) {
            page.element("span", "every other configuration is shown to be worse");
        } else {
            tied(pick.tied());
        }
        page.close().close().close();
    }

    /** What they have in common is only that nothing shows them to be worse: each with its loss and verdict. */
    private void tied(List<Integer> trials) {
        page.element("span", "not shown to be worse");
        page.open("ul", "class", "rivals");
        for (int trial : trials.subList(0, Math.min(MOST_TIED_NAMED, trials.size()))) {
            TrialFacts facts = report.trials().get(trial);
            String verdict = facts.finding().verdict().name();
            page.open("li")
                    .element(
                            "span",
                            facts.score() == null
                                    ? ""
                                    : Wording.change(facts.score().mean()));
            page.open("span", "class", "v-" + verdict.toLowerCase(Locale.ROOT))
                    .open("i", "class", "shape")
                    .close()
                    .text(Wording.words(verdict))
                    .close();
            trialLink(trial);
            page.close();
        }
        int more = trials.size() - MOST_TIED_NAMED;
        if (more > 0) {
            page.open("li").element("span", "and " + more + " more").close();
        }
        page.close();
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
