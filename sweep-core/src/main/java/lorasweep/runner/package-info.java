/**
 * The port between whoever schedules packs and whoever trains them: what a pack's work is, and what is
 * said while it is done. Knows neither Spark nor tensors. May depend on {@code result}, {@code search}
 * and {@code trial}.
 */
package lorasweep.runner;
