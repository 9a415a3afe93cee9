/** Small copies of sample pictures. Depends on the JDK only. */
@NullMarked
package lorasweep.report.image;

import org.jspecify.annotations.NullMarked;
