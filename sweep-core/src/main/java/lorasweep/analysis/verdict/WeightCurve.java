package lorasweep.analysis.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lorasweep.analysis.score.BestMoment;
import lorasweep.analysis.score.Half;
import lorasweep.analysis.score.ImageResamples;
import lorasweep.analysis.score.Moment;
import lorasweep.analysis.score.TrialScores;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.analysis.statistics.Interval;
import lorasweep.result.ProbeRow;
import lorasweep.result.ProbeTable;
import lorasweep.result.WeightTest;

/**
 * The held-out score under several LoRA weights: {@code <lora:x:w>} tried by measurement.
 *
 * @param points every pair of multipliers measured, multiplier 0 included
 * @param best the weight, on both parts together, with the lowest score
 * @param bestInterval 95 % bootstrap interval of that weight over images
 * @param loss by how much the score at weight 1 lies above that at {@link #best} as reported
 *     ({@link TrialScores#aboveBest})
 */
public record WeightCurve(Moment moment, List<Point> points, double best, Interval bestInterval, Estimate loss) {
    /** Copies the points. */
    public WeightCurve {
        points = List.copyOf(points);
    }

    /**
     * The score under one pair of multipliers.
     *
     * @param unet multiplier of the U-Net's adapters
     * @param textEncoder multiplier of the text encoder's adapters
     */
    public record Point(double unet, double textEncoder, Estimate score) {}

    /**
     * Scores of a weight test.
     *
     * @return empty if weight 1 or every other weight is missing or not finite, or no image is held out
     */
    public static Optional<WeightCurve> of(WeightTest test, long seed) {
        if (test.plan().heldOut().isEmpty()) {
            return Optional.empty();
        }
        List<WeightTest.Point> rising = Stream.concat(
                        Stream.of(new WeightTest.Point(0, 0, test.base())),
                        test.points().stream().filter(point -> point.unet() != 0 || point.textEncoder() != 0))
                .sorted(Comparator.comparingDouble(point -> Math.max(point.unet(), point.textEncoder())))
                .toList();
        TrialScores all = scores(test, rising);
        List<WeightTest.Point> sound = rising.subList(0, all.last());
        List<WeightTest.Point> together = sound.stream()
                .filter(point -> point.unet() == point.textEncoder())
                .toList();
        OptionalInt one = IntStream.range(0, together.size())
                .filter(i -> together.get(i).unet() == 1)
                .findFirst();
        if (one.isEmpty() || together.size() < 2) {
            return Optional.empty();
        }
        TrialScores scores = scores(test, together);
        BestMoment best = BestMoment.of(scores, ImageResamples.of(seed, scores.images()));
        return Optional.of(new WeightCurve(
                new Moment(test.epoch(), test.step()),
                points(sound, all),
                together.get(best.index() - 1).unet(),
                new Interval(
                        together.get(best.first() - 1).unet(),
                        together.get(best.last() - 1).unet(),
                        Interval.LEVEL),
                scores.aboveBest(one.getAsInt() + 1)));
    }

    /** Scores with a moment for each point: the first is moment 1. */
    private static TrialScores scores(WeightTest test, List<WeightTest.Point> points) {
        List<ProbeRow> rows = new ArrayList<>();
        for (WeightTest.Point point : points) {
            rows.add(new ProbeRow(0, rows.size() + 1, point.losses()));
        }
        return TrialScores.of(new ProbeTable(test.plan(), test.base(), rows));
    }

    private static List<Point> points(List<WeightTest.Point> measured, TrialScores scores) {
        List<Point> points = new ArrayList<>();
        for (WeightTest.Point point : measured) {
            points.add(new Point(
                    point.unet(), point.textEncoder(), Estimate.of(scores.heldOut(Half.BOTH, points.size() + 1))));
        }
        return points;
    }
}
