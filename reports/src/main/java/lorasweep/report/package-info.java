/**
 * The report of a sweep. Reads a sweep's folder only; knows no training code and no Spark.
 */
@NullMarked
package lorasweep.report;

import org.jspecify.annotations.NullMarked;
