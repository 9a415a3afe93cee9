package lorasweep.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import lorasweep.analysis.score.Half;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.analysis.statistics.Holm;
import lorasweep.analysis.statistics.VariancePrior;

/**
 * The configurations from best to worst.
 *
 * <p>The winner is chosen by all noises. What others are compared with is what each half of the noises reports on
 * the winner that the other half would choose, so that no noise speaks for its own choice.
 * A configuration is behind if its difference is positive with a two-sided p-value of at most 5 % after
 * Holm's correction, and larger than {@link #NEGLIGIBLE}. The variance of a difference over images is
 * moderated by those of the other configurations ({@link VariancePrior}), because four images alone say
 * little about it; what seeds change is added ({@link NoiseFloor}).
 *
 * @param standings from best to worst; configurations without any score are left out
 */
public record Leaderboard(List<Standing> standings) {
    /** Chance of declaring any configuration worse that is not. */
    public static final double FAMILY_ERROR = 0.05;

    /** A difference that nobody needs to care about: 0.5 % of loss. */
    public static final double NEGLIGIBLE = Math.log(1.005);

    /** Copies the standings. */
    public Leaderboard {
        standings = List.copyOf(standings);
    }

    static Leaderboard of(List<Candidate> candidates, NoiseFloor floor) {
        if (candidates.isEmpty()) {
            return new Leaderboard(List.of());
        }
        int winner = winner(candidates, Half.BOTH);
        int[] rivals =
                IntStream.range(0, candidates.size()).filter(i -> i != winner).toArray();
        Estimate[] behind = behind(candidates, winner, rivals, floor);
        double[] adjusted =
                Holm.adjust(Arrays.stream(behind).mapToDouble(Estimate::pValue).toArray());
        List<Standing> standings = new ArrayList<>();
        standings.add(standing(candidates.get(winner), floor, new Estimate(0, 0, 1), 1, Standing.Place.WINNER));
        for (int i = 0; i < rivals.length; i++) {
            boolean worse = behind[i].mean() > NEGLIGIBLE && adjusted[i] <= FAMILY_ERROR;
            Standing.Place place = worse ? Standing.Place.BEHIND : Standing.Place.TIED;
            standings.add(standing(candidates.get(rivals[i]), floor, behind[i], adjusted[i], place));
        }
        standings.sort(Comparator.comparing(Standing::place)
                .thenComparingDouble(standing -> standing.behind().mean()));
        return new Leaderboard(standings);
    }

    private static int winner(List<Candidate> candidates, Half half) {
        int winner = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < candidates.size(); i++) {
            double score = candidates.get(i).chosenBy(half);
            if (score < least) {
                least = score;
                winner = i;
            }
        }
        return winner;
    }

    /** By image, what is reported of the winner. */
    private static double[] lowest(List<Candidate> candidates) {
        return Half.mean(
                half -> candidates.get(winner(candidates, half.other())).reported(half));
    }

    private static Estimate[] behind(List<Candidate> candidates, int winner, int[] rivals, NoiseFloor floor) {
        Estimate[] raw = new Estimate[rivals.length];
        double[] best = lowest(candidates);
        for (int i = 0; i < rivals.length; i++) {
            double[] difference = candidates.get(rivals[i]).reported();
            for (int image = 0; image < difference.length; image++) {
                difference[image] -= best[image];
            }
            raw[i] = Estimate.of(difference);
        }
        int images = best.length;
        if (images > 1 && rivals.length > 0) {
            VariancePrior prior = VariancePrior.ofMeans(List.of(raw));
            Arrays.setAll(raw, i -> prior.moderate(raw[i]));
        }
        for (int i = 0; i < raw.length; i++) {
            int seeds = candidates.get(rivals[i]).seeds();
            double variance =
                    floor.varianceOfDifference(seeds, candidates.get(winner).seeds());
            raw[i] = raw[i].widened(variance, floor.degreesOfFreedom());
        }
        return raw;
    }

    private static Standing standing(
            Candidate candidate, NoiseFloor floor, Estimate behind, double adjustedP, Standing.Place place) {
        return new Standing(
                candidate.trials().get(0).spec().configuration(),
                candidate.trials().stream().map(Contender::id).toList(),
                floor.around(Estimate.of(candidate.reported()), candidate.seeds()),
                behind,
                adjustedP,
                place);
    }

    /** The winner and everything not shown to be worse. */
    public List<Standing> tied() {
        return standings.stream().filter(Standing::isTiedWithWinner).toList();
    }

    /** Whether one of several configurations is shown to be better than every other. */
    public boolean hasClearWinner() {
        return standings.size() > 1 && tied().size() == 1;
    }
}
