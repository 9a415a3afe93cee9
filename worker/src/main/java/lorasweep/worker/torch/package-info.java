/**
 * The only package that touches DJL's native interface: compiling and calling TorchScript kernels,
 * autograd, and mapped memory. Depends on DJL and on the refusals of {@code lorasweep.trial} only.
 */
@NullMarked
package lorasweep.worker.torch;

import org.jspecify.annotations.NullMarked;
