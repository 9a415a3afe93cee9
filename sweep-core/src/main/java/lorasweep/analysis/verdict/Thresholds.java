package lorasweep.analysis.verdict;

/**
 * The numbers in the rules. Differences of scores are natural logarithms of ratios of losses: 0.01 is
 * about 1 % of loss.
 */
public final class Thresholds {
    /**
     * One-sided confidence from which a statement counts as shown. With 0.75, at four held-out images, more than
     * nine of ten conclusive verdicts are right and fewer than 15 % are inconclusive, in the simulations of
     * {@code VerdictBenchmarkTest} and in the benchmark of really trained trials; 0.8 leaves a quarter more open,
     * 0.7 an eighth fewer, and neither has more of them right.
     */
    public static final double CONFIDENCE = 0.75;

    /** The least difference worth a word: 1 % of loss. */
    public static final double LEAST_MARGIN = Math.log(1.01);

    /** Where much is gained, the least difference worth a word, as a share of the gain. */
    public static final double MARGIN_SHARE_OF_GAIN = 0.05;

    /** Training images' loss above the base's that counts as diverged: 5 %. */
    public static final double TRAIN_ABOVE_BASE = Math.log(1.05);

    /** Rise of the training images' loss from its lowest that counts as diverged: 25 %. */
    public static final double TRAIN_ROSE = Math.log(1.25);

    /** How much more training {@link Rule#STILL_FALLING} looks ahead, as a share of what was done. */
    public static final double LOOK_AHEAD = 0.25;

    /** Share of the best trial's gain below which a trial has learned too little. */
    public static final double SHARE_OF_BEST = 0.5;

    /** LoRA weights up to here are well below 1. */
    public static final double WEIGHT_WELL_BELOW_ONE = 0.75;

    /** LoRA weights from here on are well above 1. */
    public static final double WEIGHT_WELL_ABOVE_ONE = 1.25;

    private Thresholds() {}

    /**
     * Whether a trial is broken: even its best moment's score lies above the base's by more than
     * {@link #TRAIN_ABOVE_BASE}. By how much can be any factor, and says nothing about trials that work.
     */
    public static boolean isBroken(double bestScore) {
        return bestScore > TRAIN_ABOVE_BASE;
    }

    /**
     * The difference below which two moments of a trial are equally good: 1 % of loss or 5 % of what the
     * trial gained over the base, whichever is more. What another seed would change is no part of it: the
     * moments of a trial share their seed.
     *
     * @param gain by how much the score of the trial's best moment lies below the base's; may be
     *     negative
     */
    public static double margin(double gain) {
        return Math.max(LEAST_MARGIN, MARGIN_SHARE_OF_GAIN * gain);
    }
}
