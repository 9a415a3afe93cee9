/** What tests of several modules share. Test code only. */
@NullMarked
package lorasweep.testing;

import org.jspecify.annotations.NullMarked;
