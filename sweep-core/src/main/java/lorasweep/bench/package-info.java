/**
 * How fast sweeps are driven: a workload that trains nothing, run by the driver on Spark as any other. Depends on
 * {@code driver}, {@code grid}, {@code plan}, {@code result}, {@code runner}, {@code spark}, {@code sweep} and
 * {@code trial}.
 */
@NullMarked
package lorasweep.bench;

import org.jspecify.annotations.NullMarked;
