/**
 * The one home of randomness: counter-based streams addressed by what the numbers are for, so that
 * they do not depend on order, threads, machine, pack or interruption. Depends on the JDK only.
 */
@NullMarked
package lorasweep.random;

import org.jspecify.annotations.NullMarked;
