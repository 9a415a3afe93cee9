/**
 * Sample pictures: the same prompts, seeds and settings for every trial of a sweep, drawn while it
 * trains, and what they tell about copying and variety.
 *
 * <p>Depends on {@code train} for what a pack is measured with, on {@code sampling} to draw, on
 * {@code probe} for a dataset's own prompts, and on the core's results.
 */
@NullMarked
package lorasweep.worker.gallery;

import org.jspecify.annotations.NullMarked;
