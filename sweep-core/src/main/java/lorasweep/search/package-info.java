/**
 * How the next configurations are chosen and when a trial is ended early. Strategies and pruners are
 * told what happened and asked what to do; they run nothing, read no clock and draw randomness from
 * {@code lorasweep.random} alone. May use {@code lorasweep.grid}, {@code lorasweep.trial}.
 */
@NullMarked
package lorasweep.search;

import org.jspecify.annotations.NullMarked;
