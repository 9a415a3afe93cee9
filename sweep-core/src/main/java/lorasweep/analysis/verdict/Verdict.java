package lorasweep.analysis.verdict;

/** What a trial or one of its moments is. */
public enum Verdict {
    /** More training, or stronger training, would lower the held-out loss. */
    UNDERFIT,
    /** As good on held-out images as this trial gets. */
    GOOD,
    /** Trained beyond the best: held-out loss rose while the training images' did not. */
    OVERFIT,
    /** Training broke down: losses rose on the training images too, or are no numbers. */
    DIVERGED,
    /** Nothing was learned: the training images' loss is the base's. */
    NO_LEARNING,
    /** The data cannot tell. */
    INCONCLUSIVE
}
