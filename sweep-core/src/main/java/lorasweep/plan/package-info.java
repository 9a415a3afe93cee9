/**
 * What a grid file will do before anything is paid for: its trials, the packs they are trained in, the
 * arithmetic of their steps, estimates of time, memory and disk, and warnings. Looks at folder listings
 * only. May use {@code lorasweep.grid}, {@code lorasweep.search}, {@code lorasweep.trial},
 * {@code lorasweep.preset}.
 */
@NullMarked
package lorasweep.plan;

import org.jspecify.annotations.NullMarked;
