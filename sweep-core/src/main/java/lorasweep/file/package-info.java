/** The one home of how a small file is replaced: whoever looks sees it whole. Depends on the JDK only. */
@NullMarked
package lorasweep.file;

import org.jspecify.annotations.NullMarked;
