package lorasweep.analysis.verdict;

import lorasweep.analysis.statistics.Estimate;

/**
 * What one rule found.
 *
 * @param estimate the number it looked at, a difference of scores
 * @param threshold what it compared it with
 * @param sentence the finding as a person would say it
 */
public record Evidence(Rule rule, Estimate estimate, double threshold, String sentence) {
    /** Whether the number lies above its threshold. */
    public Side side() {
        return Side.of(estimate, threshold);
    }
}
