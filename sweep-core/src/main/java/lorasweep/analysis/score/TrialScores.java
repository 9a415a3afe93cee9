package lorasweep.analysis.score;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.result.Losses;
import lorasweep.result.ProbePlan;
import lorasweep.result.ProbeRow;
import lorasweep.result.ProbeTable;
import lorasweep.result.Split;

/**
 * The scores of one trial by moment and image. Moment 0 is the base before any training.
 *
 * <p>A moment with a loss that is not a finite number above 0 ends the trial as far as scores go: it
 * and all later ones are not scored.
 */
public final class TrialScores {
    private final ProbePlan plan;
    private final Losses base;
    private final List<Moment> moments;
    private final int scored;
    private final Map<Half, double[][]> heldOut = new EnumMap<>(Half.class);
    private final double[][] trainTwin;
    private final List<BandCurve> bands;

    private TrialScores(ProbeTable table, List<Moment> moments, int scored, SplitScores heldOut, SplitScores twin) {
        this.plan = table.plan();
        this.base = table.base();
        this.moments = List.copyOf(moments);
        this.scored = scored;
        for (Half half : Half.values()) {
            this.heldOut.put(half, heldOut.scores(half));
        }
        this.trainTwin = twin.scores(Half.BOTH);
        List<BandCurve> curves = new ArrayList<>();
        for (int band = 0; band < plan.bands().size(); band++) {
            if (heldOut.measures(band)) {
                curves.add(new BandCurve(
                        plan.bands().get(band).name(),
                        ScoreCurve.of(heldOut.band(band), scored),
                        hasTrainTwin() ? Optional.of(ScoreCurve.of(twin.band(band), scored)) : Optional.empty()));
            }
        }
        this.bands = List.copyOf(curves);
    }

    /**
     * The scores of a table.
     *
     * @throws IllegalArgumentException if the plan has no held-out image
     */
    public static TrialScores of(ProbeTable table) {
        if (table.plan().heldOut().isEmpty()) {
            throw new IllegalArgumentException("a plan without held-out images gives no scores");
        }
        List<Moment> moments = new ArrayList<>();
        List<Losses> losses = new ArrayList<>();
        if (table.rows().isEmpty() || table.rows().get(0).step() > 0) {
            moments.add(new Moment(0, 0));
            losses.add(table.base());
        }
        for (ProbeRow row : table.rows()) {
            moments.add(new Moment(row.epoch(), row.step()));
            losses.add(row.losses());
        }
        int scored = 0;
        while (scored < losses.size() && isSound(losses.get(scored))) {
            scored++;
        }
        return new TrialScores(
                table,
                moments,
                scored,
                SplitScores.of(table, Split.HELD_OUT, losses),
                SplitScores.of(table, Split.TRAIN_TWIN, losses));
    }

    private static boolean isSound(Losses losses) {
        for (int probe = 0; probe < losses.size(); probe++) {
            if (!(losses.at(probe) > 0)) {
                return false;
            }
        }
        return losses.isFinite();
    }

    /** The probes behind the scores. */
    public ProbePlan plan() {
        return plan;
    }

    /** All moments, scored or not; the first is before any training. */
    public List<Moment> moments() {
        return moments;
    }

    /** How many moments are scored, counted from the first. */
    public int scored() {
        return scored;
    }

    /** Index of the last scored moment; 0 if none after the base is. */
    public int last() {
        return Math.max(0, scored - 1);
    }

    /** Number of held-out images, at least 1. */
    public int images() {
        return plan.heldOut().size();
    }

    /** Whether training images were measured too. */
    public boolean hasTrainTwin() {
        return !plan.trainTwin().isEmpty();
    }

    /** Scores of the held-out images at a scored moment, copied. */
    public double[] heldOut(Half half, int moment) {
        return scores(half)[moment].clone();
    }

    /** Scores of the measured training images at a scored moment, copied; all noises. */
    public double[] trainTwin(int moment) {
        return trainTwin[moment].clone();
    }

    /** How much higher the held-out score is at one moment than at another, image by image. */
    public Estimate heldOutChange(int from, int to) {
        return change(scores(Half.BOTH)[from], scores(Half.BOTH)[to]);
    }

    /** How much higher the training images' score is at one moment than at another, image by image. */
    public Estimate trainTwinChange(int from, int to) {
        return change(trainTwin[from], trainTwin[to]);
    }

    private double[][] scores(Half half) {
        return Objects.requireNonNull(heldOut.get(half));
    }

    private static Estimate change(double[] from, double[] to) {
        double[] difference = new double[from.length];
        for (int image = 0; image < difference.length; image++) {
            difference[image] = to[image] - from[image];
        }
        return Estimate.of(difference);
    }

    /** The trained moment with the lowest held-out score; empty if none is scored. */
    public OptionalInt best() {
        return lowest(scores(Half.BOTH));
    }

    /**
     * Scores of the held-out images at the moment that these noises have lowest, as they see it: to choose by.
     *
     * @throws NoSuchElementException if no trained moment is scored
     */
    public double[] chosenBy(Half half) {
        return scores(half)[lowest(scores(half)).orElseThrow()].clone();
    }

    /**
     * What these noises report on the moment that the other half has lowest, by held-out image.
     *
     * @throws NoSuchElementException if no trained moment is scored
     */
    public double[] atBest(Half half) {
        return scores(half)[lowest(scores(half.other())).orElseThrow()].clone();
    }

    /**
     * The held-out scores of the best moment, by image, as they are reported: what each half of the noises finds at
     * the moment that the other has lowest, and then the mean. The score there itself would be too low, because the
     * noises that happened to be kind to a moment are those that chose it.
     *
     * @throws NoSuchElementException if no trained moment is scored
     */
    public double[] atBest() {
        return Half.mean(this::atBest);
    }

    /**
     * How much higher the held-out score is at a moment than at the best one, as {@link #atBest()} reports it; 0 at
     * the best moment itself.
     *
     * @throws NoSuchElementException if no trained moment is scored
     */
    public Estimate aboveBest(int moment) {
        double[] there = scores(Half.BOTH)[moment];
        return change(moment == best().orElseThrow() ? there : atBest(), there);
    }

    /** The trained moment with the lowest score of the training images; empty if none is scored. */
    public OptionalInt bestOfTrainTwin() {
        return hasTrainTwin() ? lowest(trainTwin) : OptionalInt.empty();
    }

    private OptionalInt lowest(double[][] scores) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int moment = 1; moment < scored; moment++) {
            double mean = Estimate.mean(scores[moment]);
            if (mean < least) {
                least = mean;
                best = moment;
            }
        }
        return best == 0 ? OptionalInt.empty() : OptionalInt.of(best);
    }

    /** Held-out scores over all moments. */
    public ScoreCurve heldOutCurve() {
        return ScoreCurve.of(scores(Half.BOTH), scored);
    }

    /** Scores of the training images over all moments; empty if none is measured. */
    public Optional<ScoreCurve> trainTwinCurve() {
        return hasTrainTwin() ? Optional.of(ScoreCurve.of(trainTwin, scored)) : Optional.empty();
    }

    /** The same band by band, in the order of their timesteps. */
    public List<BandCurve> bands() {
        return bands;
    }

    /**
     * By how much each held-out image's score changes when it is taken relative to another base: the
     * mean over bands of {@code log(base loss / other base loss)}. All 0 for the same base.
     */
    public double[] offsets(TrialScores other) {
        if (base.equals(other.base)) {
            return new double[images()];
        }
        ProbeTable table = new ProbeTable(plan, other.base, List.of());
        return SplitScores.of(table, Split.HELD_OUT, List.of(base)).scores(Half.BOTH)[0];
    }
}
