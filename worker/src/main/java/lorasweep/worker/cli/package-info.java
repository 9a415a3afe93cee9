/**
 * The worker's verbs: each parses its arguments, calls, prints and chooses an exit code. The outermost
 * package of the worker: nothing depends on it.
 */
@NullMarked
package lorasweep.worker.cli;

import org.jspecify.annotations.NullMarked;
