package lorasweep.worker.image;

import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.io.IOException;

/**
 * How a stored picture must be turned to stand upright, as the EXIF tag 0x0112 says.
 *
 * @param transposed whether rows and columns change places, first of all
 * @param mirrored whether left and right change places then
 * @param upsideDown whether top and bottom change places then
 */
record Orientation(boolean transposed, boolean mirrored, boolean upsideDown) {
    /** Stored as seen. */
    static final Orientation UPRIGHT = new Orientation(false, false, false);

    private static final int HIGHEST_CODE = 8;

    /**
     * The orientation that an EXIF block tells; upright if it tells none. A block too broken to be
     * read counts as none: the picture itself may be whole, and viewers do the same.
     */
    static Orientation of(byte[] exif) {
        try {
            Entry entry =
                    new TIFFReader().read(new ByteArrayImageInputStream(exif)).getEntryById(TIFF.TAG_ORIENTATION);
            return entry != null && entry.getValue() instanceof Number code ? ofCode(code.intValue()) : UPRIGHT;
        } catch (IOException | RuntimeException e) {
            return UPRIGHT;
        }
    }

    static Orientation ofCode(int code) {
        return switch (code) {
            case 2 -> new Orientation(false, true, false);
            case 3 -> new Orientation(false, true, true);
            case 4 -> new Orientation(false, false, true);
            case 5 -> new Orientation(true, false, false);
            case 6 -> new Orientation(true, true, false);
            case 7 -> new Orientation(true, true, true);
            case HIGHEST_CODE -> new Orientation(true, false, true);
            default -> UPRIGHT;
        };
    }

    PixelSize upright(PixelSize stored) {
        return transposed ? stored.transposed() : stored;
    }

    /** Turns samples of {@code channels} bytes per pixel; returns the same array if nothing is to be done. */
    byte[] upright(byte[] stored, PixelSize size, int channels) {
        if (equals(UPRIGHT)) {
            return stored;
        }
        PixelSize turned = upright(size);
        byte[] out = new byte[stored.length];
        for (int y = 0; y < turned.height(); y++) {
            int rowThen = upsideDown ? turned.height() - 1 - y : y;
            for (int x = 0; x < turned.width(); x++) {
                int columnThen = mirrored ? turned.width() - 1 - x : x;
                int from = transposed ? columnThen * size.width() + rowThen : rowThen * size.width() + columnThen;
                System.arraycopy(stored, from * channels, out, (y * turned.width() + x) * channels, channels);
            }
        }
        return out;
    }
}
