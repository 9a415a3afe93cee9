/**
 * TensorBoard's event files: records of scalars that {@code tensorboard --logdir} shows. Depends on
 * nothing.
 */
@NullMarked
package lorasweep.worker.tensorboard;

import org.jspecify.annotations.NullMarked;
