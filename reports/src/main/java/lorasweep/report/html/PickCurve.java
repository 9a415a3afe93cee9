package lorasweep.report.html;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import lorasweep.report.content.ScoreLine;
import lorasweep.report.content.TrialFacts;
import lorasweep.report.content.TrialFacts.Course;

/** The curves of the picked trial as a small SVG: held-out with its interval, train twin, window. */
final class PickCurve {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 150;
    private static final int LEFT = 46;
    private static final int BOTTOM = 16;
    private static final int TOP = 8;

    private final Course course;
    private final double unit;
    private final double low;
    private final double high;

    private PickCurve(Course course, double unit) {
        this.course = course;
        this.unit = unit;
        int[] held = course.heldOut().mean();
        ScoreLine twin = course.twin();
        IntStream all =
                twin == null ? Arrays.stream(held) : IntStream.concat(Arrays.stream(held), Arrays.stream(twin.mean()));
        int[] values = all.toArray();
        this.low = Arrays.stream(values).min().orElse(-1) * 1.05 - 1;
        this.high = Math.max(Arrays.stream(values).max().orElse(0), -low * 0.08);
    }

    /** The drawing; empty if the trial has no best moment. */
    static String of(TrialFacts trial, double unit) {
        Course course = trial.course();
        TrialFacts.Best best = course == null ? null : course.best();
        return course == null || best == null ? "" : new PickCurve(course, unit).svg(best);
    }

    private String svg(TrialFacts.Best best) {
        int[] held = course.heldOut().mean();
        int[] half = course.heldOut().half();
        ScoreLine twin = course.twin();
        Markup svg = new Markup();
        svg.open(
                "svg",
                "viewBox",
                "0 0 " + WIDTH + " " + HEIGHT,
                "class",
                "pick-curve",
                "role",
                "img",
                "aria-label",
                "Held-out loss of this trial by epoch: " + Wording.change(held[best.index()] * unit) + " at its best");
        double step = x(1) - x(0);
        double from = x(best.earliest()) - step / 2;
        shape(
                svg,
                "rect",
                "class",
                "window",
                "x",
                number(from),
                "y",
                "0",
                "width",
                number(x(best.latest()) + step / 2 - from),
                "height",
                Integer.toString(HEIGHT - BOTTOM));
        for (double share : List.of(0.0, 0.5, 1.0)) {
            double value = low * 0.95 * share;
            shape(svg, "path", "class", "grid", "d", "M" + LEFT + " " + number(y(value)) + "H" + WIDTH);
            svg.element("text", Wording.change(value * unit), "x", "0", "y", number(y(value) + 4));
        }
        if (half != null) {
            shape(svg, "path", "class", "interval", "d", band(held, half));
        }
        if (twin != null) {
            shape(svg, "path", "class", "twin", "d", line(twin.mean()));
        }
        shape(svg, "path", "class", "held-out", "d", line(held));
        shape(
                svg,
                "circle",
                "class",
                "dot",
                "cx",
                number(x(best.index())),
                "cy",
                number(y(held[best.index()])),
                "r",
                "4.5");
        epochLabels(svg, held.length);
        return svg.close().toString();
    }

    private void epochLabels(Markup svg, int moments) {
        int every = Math.max(1, moments / 12);
        for (int moment = 0; moment < moments; moment += every) {
            svg.element(
                    "text",
                    Integer.toString(course.epochs().get(moment)),
                    "x",
                    number(x(moment)),
                    "y",
                    Integer.toString(HEIGHT - 2),
                    "class",
                    "epoch-label");
        }
    }

    private static void shape(Markup svg, String tag, String... attributes) {
        svg.open(tag, attributes).close();
    }

    private String band(int[] held, int[] half) {
        StringBuilder path = new StringBuilder();
        for (int moment = 0; moment < held.length; moment++) {
            point(path, moment, held[moment] + half[moment]);
        }
        for (int moment = held.length - 1; moment >= 0; moment--) {
            point(path, moment, held[moment] - half[moment]);
        }
        return path.append('Z').toString();
    }

    private String line(int[] scores) {
        StringBuilder path = new StringBuilder();
        for (int moment = 0; moment < scores.length; moment++) {
            point(path, moment, scores[moment]);
        }
        return path.toString();
    }

    private void point(StringBuilder path, int moment, double score) {
        path.append(path.isEmpty() ? 'M' : 'L')
                .append(number(x(moment)))
                .append(' ')
                .append(number(y(score)));
    }

    private double x(int moment) {
        int last = Math.max(1, course.epochs().size() - 1);
        return LEFT + 8 + (WIDTH - LEFT - 30.0) * moment / last;
    }

    private double y(double units) {
        return TOP + (HEIGHT - BOTTOM - TOP) * (high - Math.max(low * 1.1, units)) / (high - low);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
