/**
 * What a trial is: its settings under kohya's names, their defaults and ranges, its identity and its
 * result. Depends on the JDK and on Jackson's annotations only; everything else depends on it.
 */
@NullMarked
package lorasweep.trial;

import org.jspecify.annotations.NullMarked;
