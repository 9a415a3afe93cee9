/**
 * What a trial is: its settings under kohya's names, their defaults and ranges, its identity, its
 * length in steps and its learning rates. Depends on the JDK, on Jackson's tree and on
 * {@code lorasweep.setting}; everything else depends on it.
 */
@NullMarked
package lorasweep.trial;

import org.jspecify.annotations.NullMarked;
