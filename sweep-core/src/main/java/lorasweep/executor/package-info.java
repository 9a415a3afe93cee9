/**
 * An executor's side of a sweep: takes orders, gets a device, runs the pack, tells the driver how it gets on,
 * and turns whatever goes wrong into a report. Knows no cluster. Depends on {@code dispatch}, {@code result},
 * {@code runner}, {@code search} and {@code trial}.
 */
@NullMarked
package lorasweep.executor;

import org.jspecify.annotations.NullMarked;
