package lorasweep.worker.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/**
 * What the first bytes of an image file promise, read before anything is allocated for it.
 *
 * @param format the file format
 * @param stored pixels as stored, before any EXIF orientation
 * @param fileBytes length of the file
 */
public record ImageHeader(ImageFormat format, PixelSize stored, long fileBytes) {
    /** The largest picture that is decoded; it takes about 1.3 GB. */
    public static final long MAX_PIXELS = 80_000_000;

    /** The largest file that is read: an 80-megapixel picture of 16 bits, stored without compression. */
    public static final long MAX_FILE_BYTES = 768L << 20;

    /**
     * Reads and judges the header of a file.
     *
     * @throws UnreadableImageException if the file is empty, too large, of no known format, or claims
     *     more than {@link #MAX_PIXELS}
     * @throws IOException if the file cannot be read
     */
    public static ImageHeader read(Path file) throws UnreadableImageException, IOException {
        long bytes = Files.size(file);
        if (bytes == 0) {
            throw new UnreadableImageException(
                    "an empty file (0 bytes), expected a picture; copy it again from its source or delete it");
        } else if (bytes > MAX_FILE_BYTES) {
            throw new UnreadableImageException(
                    "a file of " + bytes + " bytes, expected at most " + MAX_FILE_BYTES + "; save the picture smaller");
        }
        ImageFormat format = formatOf(file);
        return new ImageHeader(format, sizeOf(format, file, bytes), bytes);
    }

    /**
     * An upper bound of the heap that decoding needs: the file, the decoder's raster of up to 8 bytes
     * a pixel, our copy of 4, and the copy that turns it upright.
     */
    public long decodingBytes() {
        return fileBytes + stored.area() * (8 + 2 * 4);
    }

    private static ImageFormat formatOf(Path file) throws IOException, UnreadableImageException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(ImageFormat.SIGNATURE_BYTES);
        }
        return ImageFormat.of(start)
                .orElseThrow(() -> new UnreadableImageException("no picture but " + FoundContent.describe(start)
                        + ", expected PNG, JPEG, WebP or BMP data; convert the file or move it away"));
    }

    private static PixelSize sizeOf(ImageFormat format, Path file, long bytes)
            throws IOException, UnreadableImageException {
        ImageReader reader = ImageReaders.of(format);
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (width < 1 || height < 1 || (long) width * height > MAX_PIXELS) {
                throw new UnreadableImageException("the header says " + width + "×" + height
                        + " pixels, expected between 1 and " + MAX_PIXELS / 1_000_000
                        + " megapixels; scale the picture down");
            }
            return new PixelSize(width, height);
        } catch (IOException | RuntimeException e) {
            throw new UnreadableImageException(
                    "a " + format + " file of " + bytes + " bytes whose header cannot be read (" + reason(e)
                            + "), expected a whole picture; copy it again from its source",
                    e);
        } finally {
            reader.dispose();
        }
    }

    static String reason(Exception e) {
        String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("").strip();
    }
}
