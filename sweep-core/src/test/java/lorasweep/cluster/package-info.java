/** Sweeps on real Spark clusters of separate processes. Test code only. */
@NullMarked
package lorasweep.cluster;

import org.jspecify.annotations.NullMarked;
