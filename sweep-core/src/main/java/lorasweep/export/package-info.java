/**
 * A sweep's results for other programs: as long tables and for TensorBoard. Reads a sweep through {@code lorasweep.sweep}.
 */
@NullMarked
package lorasweep.export;

import org.jspecify.annotations.NullMarked;
