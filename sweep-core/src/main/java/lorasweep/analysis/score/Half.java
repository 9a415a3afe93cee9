package lorasweep.analysis.score;

/** Which noises a score is the mean of. */
public enum Half {
    /** Every other noise: to choose by. */
    SELECTION,
    /** The other ones: to report from. */
    REPORT,
    /** All of them. */
    BOTH
}
