/**
 * Pictures: decoding of untrusted image files, orientation, transparency, resizing, likeness. Knows
 * nothing of datasets. Depends on the JDK, the TwelveMonkeys ImageIO plugins.
 */
@NullMarked
package lorasweep.worker.image;

import org.jspecify.annotations.NullMarked;
