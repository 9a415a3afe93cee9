/**
 * The grid file: its YAML, its axes, expressions and conditions, and how a cell of the grid becomes a
 * trial. Whatever is in the file, it is either understood or refused with the line of every problem;
 * sizes are known before anything is expanded. May use {@code lorasweep.trial}, {@code lorasweep.setting},
 * {@code lorasweep.preset} and Jackson.
 */
@NullMarked
package lorasweep.grid;

import org.jspecify.annotations.NullMarked;
