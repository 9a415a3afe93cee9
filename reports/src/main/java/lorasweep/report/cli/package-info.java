/** The verb {@code report}. May depend on the module's other packages and {@code sweep-core}. */
@NullMarked
package lorasweep.report.cli;

import org.jspecify.annotations.NullMarked;
