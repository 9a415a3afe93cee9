/**
 * TensorBoard's event files: scalars and what its HParams plugin reads, as {@code tensorboard --logdir}
 * shows them. Depends on {@code lorasweep.result}, whose curves they are.
 */
@NullMarked
package lorasweep.tensorboard;

import org.jspecify.annotations.NullMarked;
