/**
 * Spark's standalone cluster from our own folder of jars: the commands of master, worker and driver, and what keeps
 * strangers out. Starts nothing itself. Depends on {@code trial}.
 */
@NullMarked
package lorasweep.standalone;

import org.jspecify.annotations.NullMarked;
