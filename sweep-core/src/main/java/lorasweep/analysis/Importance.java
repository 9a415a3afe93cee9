package lorasweep.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lorasweep.analysis.score.ImageResamples;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.analysis.statistics.FactorialDesign;
import lorasweep.analysis.statistics.Holm;
import lorasweep.analysis.statistics.Interval;
import lorasweep.analysis.statistics.SumsOfSquares;
import lorasweep.analysis.statistics.VarianceShares;
import lorasweep.analysis.verdict.Percent;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * Which axes make the difference: analysis of variance of the trials' scores, each at its own best
 * moment. Exact on a complete grid; where trials are missing each term is taken after all terms that do
 * not contain it (type II), and shares need not add up to the whole.
 *
 * <p>The error is what main effects and pairs leave unexplained, seeds included. Where they leave no
 * degree of freedom, pairs count as error; where that leaves none either, the error is the {@link
 * NoiseFloor}. Intervals come from drawing the held-out images and the errors anew.
 *
 * <p>Broken trials ({@link Contender#isBroken}) are left out: they would drown what the axes do to trials that work.
 *
 * @param effects main effects from large to small, then pairs from large to small; no pairs where they
 *     count as error
 * @param unexplained share of the variance that is left, in [0, 1]
 * @param method how the variance was split
 * @param error where the error comes from
 * @param broken trials that were left out
 */
public record Importance(List<Effect> effects, double unexplained, Method method, ErrorSource error, int broken) {
    private static final int MOST_COLUMNS = 400;
    private static final long COORDINATE_OF_ERRORS = 1;

    /** Copies the effects. */
    public Importance {
        effects = List.copyOf(effects);
    }

    /** How the variance is split. */
    public enum Method {
        /** Every cell of the grid has the same number of trials. */
        COMPLETE_GRID,
        /** Some have more or none: type II sums of squares. */
        GRID_WITH_HOLES
    }

    /** Where the error comes from. */
    public enum ErrorSource {
        /** What main effects and pairs leave. */
        BEYOND_PAIRS,
        /** What main effects leave; pairs are not told from it. */
        BEYOND_MAIN_EFFECTS,
        /** The noise floor. */
        NOISE_FLOOR
    }

    /**
     * The importance of all axes.
     *
     * @return empty if no axis takes two values among the contenders that are not broken
     */
    static Optional<Importance> of(List<Axis> axes, List<Contender> all, NoiseFloor floor, long seed) {
        List<Contender> contenders =
                all.stream().filter(contender -> !contender.isBroken()).toList();
        if (contenders.size() < 2) {
            return Optional.empty();
        }
        Factors factors = Factors.of(axes, contenders);
        if (factors.names().isEmpty()) {
            return Optional.empty();
        }
        FactorialDesign design = FactorialDesign.of(factors.levels());
        SumsOfSquares sums = sums(design);
        double[] scores = contenders.stream().mapToDouble(Contender::score).toArray();
        VarianceShares shares = shares(sums, scores, floor);
        double[] adjusted = Holm.adjust(shares.pValues());
        Interval[] intervals = intervals(sums, contenders, floor, seed);
        List<Effect> effects = new ArrayList<>();
        for (int term = 0; term < adjusted.length; term++) {
            if (sums.degrees(term) > 0) {
                List<String> names = sums.terms().get(term).stream()
                        .map(factors.names()::get)
                        .toList();
                double share = shares.shares()[term];
                Effect.Weight weight = Effect.weight(
                        share, adjusted[term], Math.sqrt(share * Estimate.variance(scores)), floor.deviation());
                effects.add(effect(names, share, intervals[term], adjusted[term], weight));
            }
        }
        effects.sort(Comparator.<Effect>comparingInt(effect -> effect.settings().size())
                .thenComparingDouble(effect -> -effect.share()));
        double explained =
                Math.min(1, effects.stream().mapToDouble(Effect::share).sum());
        return Optional.of(new Importance(
                effects,
                1 - explained,
                design.isBalanced() ? Method.COMPLETE_GRID : Method.GRID_WITH_HOLES,
                error(design, sums),
                all.size() - contenders.size()));
    }

    private static ErrorSource error(FactorialDesign design, SumsOfSquares sums) {
        if (sums.residualDegrees() == 0) {
            return ErrorSource.NOISE_FLOOR;
        }
        return sums.terms().size() == design.mainEffectsAndPairs().size()
                ? ErrorSource.BEYOND_PAIRS
                : ErrorSource.BEYOND_MAIN_EFFECTS;
    }

    private static SumsOfSquares sums(FactorialDesign design) {
        long columns = design.mainEffectsAndPairs().stream()
                .mapToLong(term -> term.stream()
                        .mapToLong(factor -> design.levels(factor) - 1L)
                        .reduce(1, (a, b) -> a * b))
                .sum();
        if (design.isBalanced() || columns <= MOST_COLUMNS) {
            SumsOfSquares pairs = SumsOfSquares.of(design, design.mainEffectsAndPairs());
            if (pairs.residualDegrees() > 0) {
                return pairs;
            }
        }
        return SumsOfSquares.of(design, design.mainEffects());
    }

    private static VarianceShares shares(SumsOfSquares sums, double[] scores, NoiseFloor floor) {
        int[] degrees = new int[sums.terms().size() + 1];
        for (int term = 0; term < degrees.length - 1; term++) {
            degrees[term] = sums.degrees(term);
        }
        degrees[degrees.length - 1] = sums.residualDegrees();
        Estimate elsewhere = new Estimate(floor.deviation() * floor.deviation(), 0, floor.degreesOfFreedom());
        return VarianceShares.of(sums.split(scores), degrees, elsewhere);
    }

    private static Interval[] intervals(SumsOfSquares sums, List<Contender> contenders, NoiseFloor floor, long seed) {
        int terms = sums.terms().size();
        double[][] drawn = new double[terms][ImageResamples.COUNT];
        double[][] byImage = contenders.stream().map(c -> c.reported()).toArray(double[][]::new);
        int images = byImage[0].length;
        ImageResamples resamples = ImageResamples.of(seed, images);
        RandomStream stream = RandomStream.of(seed, Purpose.BOOTSTRAP, images, COORDINATE_OF_ERRORS);
        for (int sample = 0; sample < ImageResamples.COUNT; sample++) {
            int current = sample;
            double[] scores = Arrays.stream(byImage)
                    .mapToDouble(row -> resamples.mean(current, row))
                    .toArray();
            double[] shares = shares(sums, scores, floor).draw(stream).shares();
            for (int term = 0; term < terms; term++) {
                drawn[term][sample] = shares[term];
            }
        }
        double tail = 100 * (1 - Interval.LEVEL) / 2;
        return IntStream.range(0, terms)
                .mapToObj(term -> new Interval(
                        new Percentile(tail).evaluate(drawn[term]),
                        new Percentile(100 - tail).evaluate(drawn[term]),
                        Interval.LEVEL))
                .toArray(Interval[]::new);
    }

    private static Effect effect(
            List<String> names, double share, Interval interval, double adjustedP, Effect.Weight weight) {
        String name = String.join(" and ", names) + (names.size() > 1 ? " together, beyond each alone," : "");
        String verb = names.size() > 1 ? " explain " : " explains ";
        String sentence = name + verb + Percent.share(share) + " of the spread (95 % interval "
                + Percent.share(interval.low()) + " to " + Percent.share(interval.high()) + ")"
                + (weight == Effect.Weight.NONE_SHOWN ? "; that may be chance." : ".");
        return new Effect(names, share, interval, adjustedP, weight, sentence);
    }
}
