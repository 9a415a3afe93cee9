/**
 * Pictures: decoding of untrusted image files, orientation, transparency, resizing, likeness, and
 * writing generated ones so that they say how they were made. Knows nothing of datasets and models.
 * Depends on the JDK, {@code lorasweep.file}, the TwelveMonkeys ImageIO plugins and Jackson's quoting of strings.
 */
@NullMarked
package lorasweep.worker.image;

import org.jspecify.annotations.NullMarked;
