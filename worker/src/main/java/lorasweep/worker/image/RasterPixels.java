package lorasweep.worker.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Optional;

/**
 * Takes the samples of a decoded raster as they are. {@link BufferedImage#getRGB} would convert
 * between colour spaces, which brightens grey pictures and is slow.
 */
final class RasterPixels {
    private static final int GREY = 1;
    private static final int GREY_ALPHA = 2;
    private static final int RGB = 3;
    private static final int RGB_ALPHA = 4;
    private static final int OPAQUE = 255;

    private final Raster raster;
    private final int bands;
    private final int[] highest;
    private final int[] row;

    private RasterPixels(BufferedImage image) {
        this.raster = image.getRaster();
        this.bands = raster.getNumBands();
        this.highest = new int[bands];
        for (int band = 0; band < bands; band++) {
            highest[band] = (1 << raster.getSampleModel().getSampleSize(band)) - 1;
        }
        this.row = new int[raster.getWidth() * bands];
    }

    static RgbImage of(BufferedImage image) throws UnreadableImageException {
        PixelSize size = new PixelSize(image.getWidth(), image.getHeight());
        ColorModel colors = image.getColorModel();
        byte[] rgb = new byte[RgbImage.CHANNELS * (int) size.area()];
        byte[] alpha = new byte[(int) size.area()];
        int lowest = OPAQUE;
        if (colors instanceof IndexColorModel palette) {
            lowest = fromPalette(image.getRaster(), palette, rgb, alpha);
        } else {
            int bands = image.getRaster().getNumBands();
            if (bands > RGB_ALPHA || bands < GREY || colors.isAlphaPremultiplied()) {
                throw new UnreadableImageException("a picture of " + bands
                        + " channels in an unusual arrangement, expected grey or RGB, with or without alpha; "
                        + "save it as an ordinary PNG");
            }
            lowest = new RasterPixels(image).fromBands(rgb, alpha);
        }
        return new RgbImage(size, rgb, lowest == OPAQUE ? Optional.empty() : Optional.of(alpha));
    }

    private static int fromPalette(Raster raster, IndexColorModel palette, byte[] rgb, byte[] alpha) {
        int[] row = new int[raster.getWidth()];
        int lowest = OPAQUE;
        int pixel = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(0, y, raster.getWidth(), 1, 0, row);
            for (int index : row) {
                int opacity = palette.getAlpha(index);
                lowest = Math.min(lowest, opacity);
                alpha[pixel] = (byte) opacity;
                rgb[RgbImage.CHANNELS * pixel] = onWhite(palette.getRed(index), opacity);
                rgb[RgbImage.CHANNELS * pixel + 1] = onWhite(palette.getGreen(index), opacity);
                rgb[RgbImage.CHANNELS * pixel + 2] = onWhite(palette.getBlue(index), opacity);
                pixel++;
            }
        }
        return lowest;
    }

    private int fromBands(byte[] rgb, byte[] alpha) {
        int lowest = OPAQUE;
        int pixel = 0;
        int alphaBand = bands == GREY_ALPHA || bands == RGB_ALPHA ? bands - 1 : -1;
        int green = bands >= RGB ? 1 : 0;
        int blue = bands >= RGB ? 2 : 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, raster.getWidth(), 1, row);
            for (int at = 0; at < row.length; at += bands) {
                int opacity = alphaBand < 0 ? OPAQUE : sample(at, alphaBand);
                lowest = Math.min(lowest, opacity);
                alpha[pixel] = (byte) opacity;
                rgb[RgbImage.CHANNELS * pixel] = onWhite(sample(at, 0), opacity);
                rgb[RgbImage.CHANNELS * pixel + 1] = onWhite(sample(at, green), opacity);
                rgb[RgbImage.CHANNELS * pixel + 2] = onWhite(sample(at, blue), opacity);
                pixel++;
            }
        }
        return lowest;
    }

    /** A sample scaled to 0…255, rounded to the nearest. */
    private int sample(int at, int band) {
        int value = row[at + band];
        int most = highest[band];
        return most == OPAQUE ? value : (int) ((value * (2L * OPAQUE) + most) / (2L * most));
    }

    private static byte onWhite(int value, int opacity) {
        return (byte) (opacity == OPAQUE ? value : OPAQUE - ((OPAQUE - value) * opacity + OPAQUE / 2) / OPAQUE);
    }
}
