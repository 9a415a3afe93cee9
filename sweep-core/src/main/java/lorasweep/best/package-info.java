/**
 * What to take home from a sweep: the picked checkpoint with all that reproduces it, the grid file to go on with, and
 * how two sweeps compare. Reads a sweep through {@code lorasweep.sweep}, judges with {@code lorasweep.analysis},
 * and writes into the sweep's folder {@code best/} only.
 */
@NullMarked
package lorasweep.best;

import org.jspecify.annotations.NullMarked;
