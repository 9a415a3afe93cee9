/**
 * What tests of numerics share: the golden data, reading tensors into plain arrays, and comparing
 * whole tensors. Test code only.
 */
@NullMarked
package lorasweep.worker.testing;

import org.jspecify.annotations.NullMarked;
