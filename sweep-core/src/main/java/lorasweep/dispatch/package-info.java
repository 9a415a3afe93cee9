/**
 * What driver and executors say to each other: orders, messages, answers and reports, as values and as bytes.
 * Only bytes cross between processes, so that no class of ours must be known to whoever carries them. Depends
 * on {@code result}, {@code runner}, {@code search}, {@code setting} and {@code trial}.
 */
@NullMarked
package lorasweep.dispatch;

import org.jspecify.annotations.NullMarked;
