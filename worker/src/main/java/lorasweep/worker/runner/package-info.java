/**
 * The worker as the core's port sees it: packs trained, measured and sampled over bases that the
 * process keeps open. Depends on {@code train}, {@code model} and {@code torch}, and on the
 * core's port.
 */
@NullMarked
package lorasweep.worker.runner;

import org.jspecify.annotations.NullMarked;
