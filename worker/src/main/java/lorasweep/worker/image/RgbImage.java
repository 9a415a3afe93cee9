package lorasweep.worker.image;

import java.util.Optional;

/**
 * A decoded picture, upright, already composed on white: 8 bits per sample.
 *
 * @param size pixels
 * @param rgb red, green, blue of each pixel, row by row; 3·width·height bytes
 * @param alpha opacity of each pixel, row by row, if the file has any that is not opaque
 */
@SuppressWarnings("ArrayRecordComponent") // pixel buffers are handed over, never compared
public record RgbImage(PixelSize size, byte[] rgb, Optional<byte[]> alpha) {
    /** Samples of a pixel. */
    public static final int CHANNELS = 3;

    /** Checks the lengths. */
    public RgbImage {
        if (rgb.length != CHANNELS * size.area()) {
            throw new IllegalArgumentException(rgb.length + " bytes for " + size + " pixels");
        }
        if (alpha.isPresent() && alpha.get().length != size.area()) {
            throw new IllegalArgumentException(alpha.get().length + " alpha bytes for " + size + " pixels");
        }
    }
}
