/**
 * One trial's losses as scores. The score of a moment is the mean over images of the mean over bands
 * of {@code log(loss / base loss)}: 0 is the base, −0.1 is about 10 % less loss, and no band outweighs
 * another because its losses are larger. Images are the unit of chance: a score's error is the spread
 * over images, never over probes, because timesteps and noises of one image are not independent.
 *
 * <p>The moment to recommend is chosen by all noises. What is reported of it is what each half of the noises
 * finds at the moment that the other half would choose, so that a moment that was merely lucky does not take its
 * luck into the report.
 *
 * <p>Depends on {@code lorasweep.result}, {@code lorasweep.random} and the statistics only.
 */
@NullMarked
package lorasweep.analysis.score;

import org.jspecify.annotations.NullMarked;
