package lorasweep.report.html;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import lorasweep.report.content.Range;
import lorasweep.report.content.Report;
import lorasweep.report.content.TrialFacts;
import lorasweep.report.content.TrialFacts.Course;

/** Held-out curves of the best trials as SVG, for readers without JavaScript. */
final class StaticCurves {
    private static final int MOST = 40;
    private static final int WIDTH = 960;
    private static final int HEIGHT = 320;
    private static final int MARGIN = 44;
    private static final int LINES = 4;

    private final List<Drawn> trials;
    private final double low;
    private final double high;
    private final int last;

    /** A trial that was scored. */
    private record Drawn(TrialFacts trial, Course course, double score) {
        static Stream<Drawn> of(TrialFacts trial) {
            Course course = trial.course();
            Range score = trial.score();
            return course == null || score == null ? Stream.of() : Stream.of(new Drawn(trial, course, score.mean()));
        }

        int[] scores() {
            return course.heldOut().mean();
        }

        int lastEpoch() {
            return course.epochs().get(course.epochs().size() - 1);
        }
    }

    private StaticCurves(List<Drawn> trials) {
        this.trials = trials;
        this.low = trials.stream()
                .flatMapToInt(drawn -> Arrays.stream(drawn.scores()))
                .min()
                .orElse(-1);
        this.high = Math.max(1, -low / 4);
        this.last = Math.max(1, trials.stream().mapToInt(Drawn::lastEpoch).max().orElse(1));
    }

    static String of(Report report) {
        List<Drawn> best = report.trials().stream()
                .flatMap(Drawn::of)
                .sorted(Comparator.comparingDouble(Drawn::score))
                .limit(MOST)
                .toList();
        return best.isEmpty() ? "" : new StaticCurves(best).svg(report.scoreUnit());
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
            svg.open("path", "class", "grid", "d", "M" + MARGIN + " " + y + "H" + WIDTH)
                    .close();
            svg.element("text", Wording.change(value * unit), "x", "0", "y", y);
        }
        for (Drawn drawn : trials) {
            String verdict = drawn.trial().finding().verdict().name().toLowerCase(Locale.ROOT);
            svg.open("path", "class", "curve v-" + verdict, "d", path(drawn))
                    .element("title", drawn.trial().name())
                    .close();
        }
        return svg.close().toString();
    }

    private String path(Drawn drawn) {
        StringBuilder path = new StringBuilder();
        int[] scores = drawn.scores();
        for (int moment = 0; moment < scores.length; moment++) {
            double x = MARGIN + (WIDTH - MARGIN - 4.0) * drawn.course().epochs().get(moment) / last;
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
