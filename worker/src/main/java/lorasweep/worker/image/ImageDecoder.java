package lorasweep.worker.image;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageReader;

/**
 * Decodes untrusted image files to {@link RgbImage}.
 *
 * <ul>
 *   <li>Formats: PNG, JPEG (CMYK and YCCK included), WebP, BMP, recognised by content.
 *   <li>The EXIF orientation is applied.
 *   <li>Transparent places show white; the opacity itself is kept for use as a mask.
 *   <li>16-bit samples are rounded to 8, palettes and grey are widened to RGB.
 *   <li>Sample values are taken as stored: an embedded colour profile is not applied, as in the
 *       reference trainer (CMYK, which must be converted, excepted).
 * </ul>
 */
public final class ImageDecoder {
    private ImageDecoder() {}

    /**
     * Decodes a whole file.
     *
     * @param header of the same file
     * @throws UnreadableImageException if it is cut short, damaged or animated
     */
    public static RgbImage decode(ImageHeader header, byte[] file) throws UnreadableImageException {
        Orientation orientation =
                ImageContainer.exif(header.format(), file).map(Orientation::of).orElse(Orientation.UPRIGHT);
        BufferedImage image = read(header, file);
        PixelSize size = new PixelSize(image.getWidth(), image.getHeight());
        RgbImage stored = RasterPixels.of(image);
        byte[] rgb = orientation.upright(stored.rgb(), size, RgbImage.CHANNELS);
        Optional<byte[]> alpha = stored.alpha().map(values -> orientation.upright(values, size, 1));
        return new RgbImage(orientation.upright(size), rgb, alpha);
    }

    private static BufferedImage read(ImageHeader header, byte[] file) throws UnreadableImageException {
        ImageReader reader = ImageReaders.of(header.format());
        try (ByteArrayImageInputStream in = new ByteArrayImageInputStream(file)) {
            Warnings warnings = new Warnings();
            reader.addIIOReadWarningListener(warnings);
            reader.setInput(in, true, true);
            BufferedImage image = reader.read(0);
            if (warnings.tellOfLoss()) {
                throw ImageContainer.truncated(file.length);
            }
            return image;
        } catch (IOException | RuntimeException e) {
            throw new UnreadableImageException(
                    "a " + header.format() + " file whose picture cannot be decoded (" + ImageHeader.reason(e)
                            + "), expected a whole picture; copy it again from its source",
                    e);
        } finally {
            reader.dispose();
        }
    }
}
