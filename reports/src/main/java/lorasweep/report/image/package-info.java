/** Small copies of sample pictures. Depends on the JDK and {@code lorasweep.file} only. */
@NullMarked
package lorasweep.report.image;

import org.jspecify.annotations.NullMarked;
