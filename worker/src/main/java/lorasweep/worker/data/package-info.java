/**
 * The training pictures: a folder in kohya's form becomes captioned, bucketed, checked images, a
 * leak-free split, and batches that are the same for all trials of a pack but for which images fill
 * them. Never writes to the folder.
 *
 * <p>In the order of use: {@link DatasetReader} makes a {@link Dataset}; {@link DatasetSummary} shows
 * it; {@link EpochPlan} orders its {@link Sample}s; {@link Augmentation} says how a trial sees each.
 *
 * <p>Depends on {@code lorasweep.trial}, {@code lorasweep.random},
 * {@code lorasweep.worker.image} and {@code lorasweep.worker.store}.
 */
@NullMarked
package lorasweep.worker.data;

import org.jspecify.annotations.NullMarked;
