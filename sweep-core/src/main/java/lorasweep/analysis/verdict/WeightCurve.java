package lorasweep.analysis.verdict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
 * @param best the weight, on both parts together, with the lowest score, from the selection half of the
 *     noises
 * @param bestInterval 95 % bootstrap interval of that weight over images
 * @param loss by how much the score at weight 1 lies above that at {@link #best}, from the reporting half
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
    public record Point(double unet, double textEncoder, Estimate score) {
        boolean isTogether() {
            return unet == textEncoder;
        }
    }

    /**
     * Scores of a weight test.
     *
     * @return empty if weight 1 or every other weight is missing or not finite, or no image is held out
     */
    public static Optional<WeightCurve> of(WeightTest test, long seed) {
        if (test.plan().heldOut().isEmpty()) {
            return Optional.empty();
        }
        List<WeightTest.Point> rising = test.points().stream()
                .filter(point -> point.unet() != 0 || point.textEncoder() != 0)
                .sorted(Comparator.comparingDouble(point -> Math.max(point.unet(), point.textEncoder())))
                .toList();
        List<ProbeRow> rows = new ArrayList<>();
        for (WeightTest.Point point : rising) {
            rows.add(new ProbeRow(0, rows.size() + 1, point.losses()));
        }
        TrialScores scores = TrialScores.of(new ProbeTable(test.plan(), test.base(), rows));
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < scores.scored(); i++) {
            WeightTest.Point point = i == 0 ? new WeightTest.Point(0, 0, test.base()) : rising.get(i - 1);
            points.add(new Point(point.unet(), point.textEncoder(), Estimate.of(scores.heldOut(Half.BOTH, i))));
        }
        int[] together = indices(points);
        int one = indexOfOne(points, together);
        if (one < 0 || together.length < 2) {
            return Optional.empty();
        }
        Moment moment = new Moment(test.epoch(), test.step());
        return Optional.of(of(moment, points, scores, together, one, seed));
    }

    private static int[] indices(List<Point> points) {
        List<Integer> together = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            if (points.get(i).isTogether()) {
                together.add(i);
            }
        }
        return together.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int indexOfOne(List<Point> points, int[] together) {
        return Arrays.stream(together)
                .filter(i -> points.get(i).unet() == 1)
                .findFirst()
                .orElse(-1);
    }

    private static WeightCurve of(
            Moment moment, List<Point> points, TrialScores scores, int[] together, int one, long seed) {
        ImageResamples resamples = ImageResamples.of(seed, scores.images());
        double[][] selection = new double[together.length][];
        double[] means = new double[together.length];
        for (int i = 0; i < together.length; i++) {
            selection[i] = scores.heldOut(Half.SELECTION, together[i]);
            means[i] = Estimate.mean(selection[i]);
        }
        int best = together[lowest(means)];
        double[] bests = new double[ImageResamples.COUNT];
        for (int sample = 0; sample < bests.length; sample++) {
            for (int i = 0; i < means.length; i++) {
                means[i] = resamples.mean(sample, selection[i]);
            }
            bests[sample] = points.get(together[lowest(means)]).unet();
        }
        Arrays.sort(bests);
        int beyond = bests.length / 40;
        return new WeightCurve(
                moment,
                points,
                points.get(best).unet(),
                new Interval(bests[beyond], bests[bests.length - 1 - beyond], Interval.LEVEL),
                scores.heldOutChange(Half.REPORT, best, one));
    }

    private static int lowest(double[] values) {
        int lowest = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] < values[lowest]) {
                lowest = i;
            }
        }
        return lowest;
    }
}
