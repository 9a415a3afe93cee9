/**
 * What one trial's scores mean: is it underfit, good, overfit, and at which moments, each statement
 * with its rule, its numbers and what to try next. Depends on the scores, the statistics, {@code
 * lorasweep.result} and {@code lorasweep.trial} only.
 *
 * <p>Every rule compares an estimate with a threshold and has three outcomes: it holds, it does not,
 * or the data cannot tell. A difference smaller than the {@linkplain
 * lorasweep.analysis.verdict.Thresholds#margin margin} is no difference: an epoch within it is as good
 * as the best.
 */
@NullMarked
package lorasweep.analysis.verdict;

import org.jspecify.annotations.NullMarked;
