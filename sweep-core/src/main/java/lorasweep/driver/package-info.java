/**
 * The driver's side of a sweep: gives out packs, judges trials, keeps the ledger, retries what may be retried
 * and goes on where an earlier run stopped. Knows no cluster but the port {@link lorasweep.driver.Cluster}. One
 * thread does everything; other threads leave it notes. Depends on {@code dispatch}, {@code file}, {@code grid},
 * {@code plan}, {@code result}, {@code search}, {@code setting}, {@code store}, {@code sweep} and {@code trial}.
 */
@NullMarked
package lorasweep.driver;

import org.jspecify.annotations.NullMarked;
