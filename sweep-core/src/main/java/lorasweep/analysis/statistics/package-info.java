/**
 * The statistics the analysis needs and Apache Commons Math does not have, on plain numbers: nothing
 * here knows of trials or losses. Pure functions. Depends on the JDK, Commons Math and
 * {@code lorasweep.random} only.
 */
@NullMarked
package lorasweep.analysis.statistics;

import org.jspecify.annotations.NullMarked;
