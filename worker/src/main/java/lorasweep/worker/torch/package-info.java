/**
 * The only package that touches DJL's native interface: compiling and calling TorchScript kernels,
 * autograd, and mapped memory. Depends on DJL only.
 */
@NullMarked
package lorasweep.worker.torch;

import org.jspecify.annotations.NullMarked;
