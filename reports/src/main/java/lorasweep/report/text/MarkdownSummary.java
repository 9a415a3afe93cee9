package lorasweep.report.text;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import lorasweep.report.content.PickCard;
import lorasweep.report.content.Range;
import lorasweep.report.content.Report;
import lorasweep.report.content.TrialFacts;
import org.jspecify.annotations.Nullable;

/** A report in a few lines of Markdown, to paste into a chat or an issue. */
public final class MarkdownSummary {
    private static final int MOST_ROWS = 15;

    private final Report report;
    private final StringBuilder out = new StringBuilder();

    private MarkdownSummary(Report report) {
        this.report = report;
    }

    /** The summary. */
    public static String text(Report report) {
        MarkdownSummary summary = new MarkdownSummary(report);
        summary.write();
        return summary.out.toString();
    }

    private void write() {
        line("## LoRA sweep " + escaped(report.sweep().name()));
        line(report.sweep().trials() + " trials, " + report.sweep().ended() + " ended, "
                + report.sweep().heldOutImages() + " held-out pictures"
                + (report.sweep().isRunning() ? ", still running" : "") + ".");
        pick();
        if (!report.next().isEmpty()) {
            line("");
            line("**What to do next**");
            line("");
            report.next().forEach(step -> line("- " + escaped(step.sentence())));
        }
        line("");
        line("| trial | verdict | held-out loss | best epoch | place |");
        line("| --- | --- | --- | --- | --- |");
        ranked().stream().limit(MOST_ROWS).forEach(this::row);
        int more = report.trials().size() - MOST_ROWS;
        if (more > 0) {
            line("");
            line("and " + more + " more in report.html.");
        }
    }

    private void pick() {
        PickCard pick = report.pick();
        line("");
        if (pick == null) {
            line("**Take none:** nothing is shown to be better than the base.");
            return;
        }
        line("**Take epoch " + pick.epoch() + " of "
                + escaped(report.trials().get(pick.trial()).name()) + ".** " + escaped(pick.sentence()));
        line("");
        line("Usable epochs " + pick.window().earliest() + " to "
                + pick.window().latest() + "; tied with " + pick.tied().size() + " other trials. "
                + escaped(pick.confidence()) + " sure " + escaped(pick.sure()) + ".");
    }

    private List<TrialFacts> ranked() {
        return report.trials().stream()
                .sorted(Comparator.comparingDouble(trial -> mean(trial.score())))
                .toList();
    }

    private static double mean(@Nullable Range score) {
        return score == null ? Double.MAX_VALUE : score.mean();
    }

    private void row(TrialFacts trial) {
        Range score = trial.score();
        TrialFacts.Course course = trial.course();
        TrialFacts.Best best = course == null ? null : course.best();
        String loss = score == null ? "" : String.format(Locale.ROOT, "%+.1f %%", 100 * Math.expm1(score.mean()));
        line("| " + escaped(trial.name()) + " | " + trial.finding().verdict() + " | " + loss + " | "
                + (course == null || best == null ? "" : course.epochs().get(best.index())) + " | "
                + (trial.place() == null ? "" : trial.place().toLowerCase(Locale.ROOT)) + " |");
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    /** As plain text: no markup of Markdown or HTML survives, nor a line end. */
    private static String escaped(String text) {
        return text.replaceAll("[\\p{Cntrl}]+", " ").replaceAll("([\\\\`*_{}\\[\\]<>()#+!|~&])", "\\\\$1");
    }
}
