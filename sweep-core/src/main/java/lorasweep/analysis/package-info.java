/**
 * What the numbers of a sweep mean: {@link lorasweep.analysis.SweepAnalysis} builds everything from the
 * results of its trials, the same from the same results in whatever order. Pure functions: no files, no
 * clock, no formatting beyond the sentences of findings. Depends on {@code lorasweep.result}, {@code
 * lorasweep.trial}, {@code lorasweep.random} and its own sub-packages: {@code statistics} for plain
 * numbers, {@code score} for one trial's curve, {@code verdict} for what the curve says; this package
 * compares trials.
 *
 * <p>Two kinds of chance are told apart. Which images were held out: every comparison is paired by
 * image. Which seed was drawn: configurations that were trained with several seeds say how much a seed
 * changes, and what is below that is a tie.
 */
@NullMarked
package lorasweep.analysis;

import org.jspecify.annotations.NullMarked;
