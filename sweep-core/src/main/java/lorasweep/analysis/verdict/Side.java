package lorasweep.analysis.verdict;

import lorasweep.analysis.statistics.Estimate;

/** On which side of a threshold the truth lies. */
public enum Side {
    /** Above, with {@link Thresholds#CONFIDENCE}. */
    ABOVE,
    /** Below, with the same confidence. */
    BELOW,
    /** The data cannot tell. */
    UNDECIDED;

    /** The side of an estimate. */
    public static Side of(Estimate estimate, double threshold) {
        double above = estimate.confidenceAbove(threshold);
        if (above >= Thresholds.CONFIDENCE) {
            return ABOVE;
        }
        return above <= 1 - Thresholds.CONFIDENCE ? BELOW : UNDECIDED;
    }
}
