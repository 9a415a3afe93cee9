/** A report over HTTP, for the machine it is on. May depend on the JDK only. */
@NullMarked
package lorasweep.report.serve;

import org.jspecify.annotations.NullMarked;
