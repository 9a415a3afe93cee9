package lorasweep.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import lorasweep.analysis.score.ScoreCurve;
import lorasweep.analysis.score.TrialScores;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.analysis.statistics.FactorialDesign;
import lorasweep.analysis.statistics.Lenth;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * How much the score of one configuration changes with nothing but the seed.
 *
 * @param deviation standard deviation of a trial's score
 * @param degreesOfFreedom how well it is known
 * @param source where it comes from
 */
public record NoiseFloor(double deviation, double degreesOfFreedom, Source source) {
    /** What is taken for the deviation where nothing better is known: 0.5 % of loss. */
    public static final double ASSUMED = Math.log(1.005);

    /** With so few the floor is known within a factor of two or so, which is what is claimed for a guess. */
    private static final double DEGREES_OF_A_GUESS = 3;

    private static final int LEAST_CELLS_FOR_CONTRASTS = 9;

    /** Divides the median of absolute values of a normal variable to give its deviation. */
    private static final double MEDIAN_OF_ABSOLUTE_NORMAL = 0.6744897501960817;

    /** Variance of a value minus the mean of its neighbours, in units of a value's variance. */
    private static final double VARIANCE_OF_BEND = 1.5;

    /** Where a noise floor comes from, the most trustworthy first. */
    public enum Source {
        /** The same configurations were trained with several seeds. */
        REPLICATES,
        /** The smallest contrasts of a complete grid, see {@link Lenth}. */
        SMALLEST_CONTRASTS,
        /** How scores jump between neighbouring epochs. */
        EPOCH_JITTER,
        /** {@link #ASSUMED}. */
        ASSUMPTION
    }

    /**
     * The noise floor of a sweep: of the configurations of which no trial is broken.
     *
     * @param all configurations that were measured; may be empty
     */
    static NoiseFloor of(List<Candidate> all) {
        List<Candidate> candidates = all.stream()
                .filter(candidate -> candidate.trials().stream().noneMatch(Contender::isBroken))
                .toList();
        List<Contender> trials =
                candidates.stream().flatMap(c -> c.trials().stream()).toList();
        if (trials.size() > candidates.size()) {
            return replicates(candidates);
        }
        NoiseFloor guess = jitter(trials);
        if (candidates.size() < LEAST_CELLS_FOR_CONTRASTS) {
            return guess;
        }
        FactorialDesign design = FactorialDesign.of(trials.stream()
                .map(trial ->
                        trial.levels().stream().mapToInt(Integer::intValue).toArray())
                .toList());
        if (!design.isBalanced() || design.cells() != trials.size()) {
            return guess;
        }
        NoiseFloor contrasts = contrasts(design, trials);
        return contrasts.deviation() > guess.deviation() ? contrasts : guess;
    }

    /**
     * From the spread within configurations. If all were trained with the same seeds, what a seed does to
     * every configuration alike is taken out: it moves no difference.
     */
    private static NoiseFloor replicates(List<Candidate> candidates) {
        Set<List<Long>> seeds = candidates.stream().map(NoiseFloor::seeds).collect(Collectors.toSet());
        double squares = 0;
        int degrees = 0;
        for (Candidate candidate : candidates) {
            double[] scores =
                    candidate.trials().stream().mapToDouble(Contender::score).toArray();
            double mean = Estimate.mean(scores);
            squares += Arrays.stream(scores)
                    .map(score -> (score - mean) * (score - mean))
                    .sum();
            degrees += scores.length - 1;
        }
        if (seeds.size() == 1 && candidates.size() > 1) {
            int repeats = candidates.get(0).seeds();
            double[] alike = new double[repeats];
            for (int seed = 0; seed < repeats; seed++) {
                int place = seed;
                alike[seed] = candidates.stream()
                        .mapToDouble(candidate -> candidate.trials().get(place).score())
                        .average()
                        .orElseThrow();
            }
            squares -= candidates.size() * (repeats - 1) * Estimate.variance(alike);
            degrees -= repeats - 1;
        }
        return new NoiseFloor(Math.sqrt(Math.max(0, squares) / degrees), degrees, Source.REPLICATES);
    }

    private static List<Long> seeds(Candidate candidate) {
        return candidate.trials().stream().map(trial -> trial.spec().seed()).toList();
    }

    private static NoiseFloor contrasts(FactorialDesign design, List<Contender> trials) {
        double[] cells = new double[trials.size()];
        for (int trial = 0; trial < cells.length; trial++) {
            cells[design.cell(trial)] = trials.get(trial).score();
        }
        int[] levels = new int[design.factors()];
        for (int factor = 0; factor < levels.length; factor++) {
            levels[factor] = design.levels(factor);
        }
        Lenth noise = Lenth.of(Lenth.contrasts(levels, cells));
        return new NoiseFloor(noise.deviation(), noise.degreesOfFreedom(), Source.SMALLEST_CONTRASTS);
    }

    private static NoiseFloor jitter(List<Contender> trials) {
        double[] jitters = trials.stream()
                .map(trial -> jitter(trial.scores()))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .toArray();
        double jitter = jitters.length == 0 ? 0 : new Median().evaluate(jitters);
        return jitter > ASSUMED
                ? new NoiseFloor(jitter, DEGREES_OF_A_GUESS, Source.EPOCH_JITTER)
                : new NoiseFloor(ASSUMED, DEGREES_OF_A_GUESS, Source.ASSUMPTION);
    }

    /** From how far each moment lies off the line between its neighbours, over the later two thirds. */
    private static OptionalDouble jitter(TrialScores scores) {
        ScoreCurve curve = scores.heldOutCurve();
        int first = Math.max(1, scores.scored() / 3);
        if (scores.scored() - first < 3) {
            return OptionalDouble.empty();
        }
        double[] bends = new double[scores.scored() - first - 2];
        for (int i = 0; i < bends.length; i++) {
            int moment = first + i + 1;
            double neighbours = (curve.mean().at(moment - 1) + curve.mean().at(moment + 1)) / 2;
            bends[i] = Math.abs(curve.mean().at(moment) - neighbours);
        }
        Arrays.sort(bends);
        double deviation = new Median().evaluate(bends) / MEDIAN_OF_ABSOLUTE_NORMAL / Math.sqrt(VARIANCE_OF_BEND);
        return OptionalDouble.of(deviation);
    }

    /** Variance of a difference between two configurations that comes from seeds alone. */
    double varianceOfDifference(int seeds, int otherSeeds) {
        return deviation * deviation * (1.0 / seeds + 1.0 / otherSeeds);
    }

    /** The standard error of a mean over seeds, as an estimate around a number. */
    Estimate around(Estimate images, int seeds) {
        return images.widened(deviation * deviation / seeds, degreesOfFreedom);
    }
}
