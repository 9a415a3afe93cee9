package lorasweep.report.html;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import lorasweep.report.content.Range;
import lorasweep.report.content.Report;
import lorasweep.report.content.TrialFacts;

/** Held-out curves of the best trials as SVG, for readers without JavaScript. */
final class StaticCurves {
    private static final int MOST = 40;
    private static final int WIDTH = 960;
    private static final int HEIGHT = 320;
    private static final int MARGIN = 44;
    private static final int LINES = 4;

    private final List<TrialFacts> trials;
    private final double low;
    private final double high;
    private final int last;

    private StaticCurves(List<TrialFacts> trials) {
        this.trials = trials;
        this.low = trials.stream()
                .flatMapToInt(trial -> Arrays.stream(trial.course().heldOut().mean()))
                .min()
                .orElse(-1);
        this.high = Math.max(0, -low / 4);
        this.last = trials.stream()
                .mapToInt(trial ->
                        trial.course().epochs().get(trial.course().epochs().size() - 1))
                .max()
                .orElse(1);
    }

    static String of(Report report) {
        List<TrialFacts> best = report.trials().stream()
                .filter(trial -> trial.course() != null && trial.score() != null)
                .sorted(Comparator.comparingDouble(trial -> mean(trial.score())))
                .limit(MOST)
                .toList();
        return best.isEmpty() ? "" : new StaticCurves(best).svg(report.scoreUnit());
    }

    private static double mean(Range score) {
        return score == null ? 0 : score.mean();
    }

    private String svg(double unit) {
        Markup svg = new Markup();
        svg.open(
                "svg",
                "viewBox",
                "0 0 " + WIDTH + " " + HEIGHT,
                "class",
                "static-curves",
                "role",
                "img",
                "aria-label",
                "Held-out loss against the base by epoch, the best " + trials.size() + " trials");
        for (int line = 0; line <= LINES; line++) {
            double value = low + (high - low) * line / LINES;
            String y = number(y(value));
            svg.empty("path", "class", "grid", "d", "M" + MARGIN + " " + y + "H" + WIDTH)
                    .trusted("</path>");
            svg.element("text", Wording.change(value * unit), "x", "0", "y", y);
        }
        for (TrialFacts trial : trials) {
            svg.open(
                            "path",
                            "class",
                            "curve v-" + trial.finding().verdict().name().toLowerCase(Locale.ROOT),
                            "d",
                            path(trial))
                    .element("title", trial.name())
                    .close();
        }
        return svg.close().toString();
    }

    private String path(TrialFacts trial) {
        StringBuilder path = new StringBuilder();
        int[] scores = trial.course().heldOut().mean();
        for (int moment = 0; moment < scores.length; moment++) {
            double x = MARGIN + (WIDTH - MARGIN - 4.0) * trial.course().epochs().get(moment) / last;
            path.append(moment == 0 ? 'M' : 'L').append(number(x)).append(' ').append(number(y(scores[moment])));
        }
        return path.toString();
    }

    private double y(double units) {
        double clipped = Math.min(high, units);
        return 10 + (HEIGHT - 30) * (high - clipped) / (high - low);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
