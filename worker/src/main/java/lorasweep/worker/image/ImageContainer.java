package lorasweep.worker.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The outer structure of an image file, checked where the readers are lenient or silent: chunks that
 * reach beyond the end, checksums, animation. Yields the EXIF block on the way.
 *
 * <p>Sources: W3C PNG specification, third edition, sections 5 and 11.3.3.3; Google's WebP container
 * specification; Exif 2.32 section 4.5 (JPEG).
 */
final class ImageContainer {
    private static final int PNG_SIGNATURE = 8;
    private static final int NAME = 4;
    private static final int PNG_FRAME = NAME + 2 * Integer.BYTES;
    private static final int RIFF_SIZE_AT = 4;
    private static final int RIFF_HEADER = 12;
    private static final int RIFF_FRAME = NAME + Integer.BYTES;
    private static final byte[] EXIF_PREFIX = "Exif\0\0".getBytes(ISO_8859_1);

    private ImageContainer() {}

    /**
     * Checks a whole file.
     *
     * @return its EXIF block, from the byte-order mark on
     * @throws UnreadableImageException if the file is cut short, damaged or animated
     */
    static Optional<byte[]> exif(ImageFormat format, byte[] file) throws UnreadableImageException {
        return switch (format) {
            case PNG -> exifOfPng(ByteBuffer.wrap(file));
            case WEBP -> exifOfWebp(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
            case JPEG -> exifOfJpeg(file);
            case BMP -> Optional.empty();
        };
    }

    private static Optional<byte[]> exifOfPng(ByteBuffer file) throws UnreadableImageException {
        Optional<byte[]> exif = Optional.empty();
        int at = PNG_SIGNATURE;
        String name = "";
        while (!name.equals("IEND")) {
            int left = file.limit() - at - PNG_FRAME;
            if (left < 0 || Integer.toUnsignedLong(file.getInt(at)) > left) {
                throw truncated(file.limit());
            }
            ByteBuffer chunk = file.slice(at + Integer.BYTES, NAME + file.getInt(at));
            name = name(chunk, 0);
            int checksumAt = at + Integer.BYTES + chunk.limit();
            if (Character.isUpperCase(name.charAt(0)) && checksum(chunk) != file.getInt(checksumAt)) {
                throw new UnreadableImageException("the checksum of PNG chunk '" + name + "' at byte " + at
                        + " is wrong, expected an undamaged file; copy it again from its source");
            } else if (name.equals("acTL")) {
                throw animated("PNG");
            } else if (name.equals("eXIf")) {
                exif = Optional.of(bytes(chunk, NAME, chunk.limit()));
            }
            at = checksumAt + Integer.BYTES;
        }
        return exif;
    }

    private static int checksum(ByteBuffer chunk) {
        CRC32 crc = new CRC32();
        crc.update(chunk.duplicate());
        return (int) crc.getValue();
    }

    private static Optional<byte[]> exifOfWebp(ByteBuffer file) throws UnreadableImageException {
        Optional<byte[]> exif = Optional.empty();
        long end = RIFF_FRAME + Integer.toUnsignedLong(file.getInt(RIFF_SIZE_AT));
        if (end > file.limit()) {
            throw truncated(file.limit());
        }
        int at = RIFF_HEADER;
        while (at + RIFF_FRAME <= end) {
            String name = name(file, at);
            long length = Integer.toUnsignedLong(file.getInt(at + NAME));
            int data = at + RIFF_FRAME;
            if (length > end - data) {
                throw truncated(file.limit());
            } else if (name.equals("ANIM") || name.equals("ANMF")) {
                throw animated("WebP");
            } else if (name.equals("EXIF")) {
                exif = Optional.of(withoutPrefix(bytes(file, data, data + (int) length)));
            }
            at = data + (int) length + (int) (length & 1);
        }
        return exif;
    }

    private static Optional<byte[]> exifOfJpeg(byte[] file) throws UnreadableImageException {
        try {
            List<JPEGSegment> segments =
                    JPEGSegmentUtil.readSegments(new ByteArrayImageInputStream(file), JPEG.APP1, "Exif");
            return segments.isEmpty()
                    ? Optional.empty()
                    : Optional.of(withoutPrefix(segments.get(0).segmentData().readAllBytes()));
        } catch (IOException | RuntimeException e) {
            throw new UnreadableImageException(
                    "a damaged JPEG (" + e.getMessage() + "), expected a whole picture; "
                            + "copy it again from its source",
                    e);
        }
    }

    /** The name JPEG puts in front of the block; some writers put it into WebP files too. */
    private static byte[] withoutPrefix(byte[] exif) {
        boolean prefixed = exif.length >= EXIF_PREFIX.length
                && Arrays.equals(exif, 0, EXIF_PREFIX.length, EXIF_PREFIX, 0, EXIF_PREFIX.length);
        return prefixed ? Arrays.copyOfRange(exif, EXIF_PREFIX.length, exif.length) : exif;
    }

    private static byte[] bytes(ByteBuffer buffer, int begin, int end) {
        byte[] bytes = new byte[end - begin];
        buffer.get(begin, bytes);
        return bytes;
    }

    private static String name(ByteBuffer buffer, int at) {
        return new String(bytes(buffer, at, at + NAME), ISO_8859_1);
    }

    static UnreadableImageException truncated(long bytes) {
        return new UnreadableImageException("the file breaks off after " + bytes
                + " bytes, expected a whole picture; copy it again from its source");
    }

    private static UnreadableImageException animated(String format) {
        return new UnreadableImageException(
                "an animated " + format + ", expected a still picture; save the frame you want as a file of its own");
    }
}
