/**
 * Results on disk, found again by a hash of everything they depend on; shared between processes,
 * trials and sweeps. Depends on the JDK only.
 */
@NullMarked
package lorasweep.worker.store;

import org.jspecify.annotations.NullMarked;
