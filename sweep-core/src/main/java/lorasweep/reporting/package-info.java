/** The port between a sweep that runs and whoever renders its report. Depends on nothing of ours. */
@NullMarked
package lorasweep.reporting;

import org.jspecify.annotations.NullMarked;
