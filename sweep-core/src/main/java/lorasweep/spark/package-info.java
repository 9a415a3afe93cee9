/**
 * The only package that knows Spark: a {@link lorasweep.driver.Cluster} of Spark executors. One job with one task
 * per pack; messages go over Spark's own plugin channel, as bytes. Depends on {@code dispatch}, {@code driver},
 * {@code executor}, {@code result} and {@code trial}.
 */
@NullMarked
package lorasweep.spark;

import org.jspecify.annotations.NullMarked;
