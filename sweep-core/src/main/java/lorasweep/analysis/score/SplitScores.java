package lorasweep.analysis.score;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import lorasweep.result.Losses;
import lorasweep.result.ProbePlan;
import lorasweep.result.ProbeTable;
import lorasweep.result.Split;

/** Averages {@code log(loss / base loss)} of one split, by moment and image. */
final class SplitScores {
    private final ProbePlan plan;
    private final Losses base;
    private final Split split;
    private final int images;
    /** The band of each timestep. */
    private final int[] bandOf;
    /** How many timesteps a band has. */
    private final int[] timestepsOfBand;
    /** By moment, image. */
    private final Map<Half, double[][]> halves = new EnumMap<>(Half.class);
    /** By band, moment, image; all noises. */
    private final double[][][] bands;

    private SplitScores(ProbeTable table, Split split, int moments) {
        this.plan = table.plan();
        this.base = table.base();
        this.split = split;
        this.images = plan.images(split).size();
        this.bandOf =
                IntStream.range(0, plan.timesteps().size()).map(plan::band).toArray();
        this.timestepsOfBand = new int[plan.bands().size()];
        for (int band : bandOf) {
            timestepsOfBand[band]++;
        }
        for (Half half : Half.values()) {
            halves.put(half, new double[moments][images]);
        }
        this.bands = new double[timestepsOfBand.length][moments][images];
    }

    /**
     * Scores of the given losses.
     *
     * @param losses one row per moment; a moment without any scores 0
     */
    static SplitScores of(ProbeTable table, Split split, List<Losses> losses) {
        SplitScores scores = new SplitScores(table, split, losses.size());
        for (int moment = 0; moment < losses.size(); moment++) {
            for (int image = 0; image < scores.images; image++) {
                scores.add(moment, image, losses.get(moment));
            }
        }
        return scores;
    }

    private void add(int moment, int image, Losses losses) {
        int used = 0;
        for (int timesteps : timestepsOfBand) {
            used += timesteps > 0 ? 1 : 0;
        }
        int noises = plan.noises();
        int even = (noises + 1) / 2;
        double ofEven = 0;
        double ofOdd = 0;
        double ofBoth = 0;
        int probe = plan.index(split, image, 0, 0);
        for (int band : bandOf) {
            double evenSum = 0;
            double oddSum = 0;
            for (int noise = 0; noise < noises; noise++, probe++) {
                double score = Math.log(losses.at(probe) / (double) base.at(probe));
                if (noise % 2 == 0) {
                    evenSum += score;
                } else {
                    oddSum += score;
                }
            }
            double weight = 1.0 / (timestepsOfBand[band] * (double) used);
            double both = (evenSum + oddSum) / noises;
            ofEven += weight * evenSum / even;
            ofOdd += weight * (noises == 1 ? both : oddSum / (noises - even));
            ofBoth += weight * both;
            bands[band][moment][image] += both / timestepsOfBand[band];
        }
        scores(Half.EVEN)[moment][image] = ofEven;
        scores(Half.ODD)[moment][image] = ofOdd;
        scores(Half.BOTH)[moment][image] = ofBoth;
    }

    /** Scores by moment and image. */
    double[][] scores(Half half) {
        return Objects.requireNonNull(halves.get(half));
    }

    /** Scores of one band by moment and image. */
    double[][] band(int band) {
        return bands[band];
    }

    /** Whether a band has a timestep at all. */
    boolean measures(int band) {
        return timestepsOfBand[band] > 0;
    }
}
