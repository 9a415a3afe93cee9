/**
 * Training: a pack of trials stepped together over one frozen base. Depends on every other package of
 * this module but {@code cli}, and on the settings, results and random streams of the core.
 */
@NullMarked
package lorasweep.worker.train;

import org.jspecify.annotations.NullMarked;
