/**
 * A sweep's results as long tables for other programs. Reads a sweep through {@code lorasweep.sweep}.
 */
@NullMarked
package lorasweep.export;

import org.jspecify.annotations.NullMarked;
