/**
 * A sweep as a folder: where its files are, the ledger of what happened, and what both say about the sweep
 * now, also while it runs and without the driver. Depends on {@code analysis}, {@code plan}, {@code result},
 * {@code setting} and {@code trial}.
 */
@NullMarked
package lorasweep.sweep;

import org.jspecify.annotations.NullMarked;
