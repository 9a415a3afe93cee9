package lorasweep.report.image;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import lorasweep.file.WholeFile;

/**
 * Thumbnails of the pictures of a sweep: JPEG files in {@code report-thumbnails/} of its folder, each made
 * once.
 */
public final class Thumbnails {
    private static final String FOLDER = "report-thumbnails";
    private static final int SIDE = 256;
    private static final float QUALITY = 0.82f;
    private static final long MOST_PIXELS = 1L << 26;

    private final Path sweep;

    /** Thumbnails of a sweep's folder. */
    public Thumbnails(Path sweep) {
        this.sweep = sweep;
    }

    /**
     * The thumbnail of a picture; made now if there is none.
     *
     * @param picture relative to the sweep's folder
     * @return relative to the sweep's folder; empty if the picture is missing or no picture
     * @throws IOException if the thumbnail cannot be written
     */
    public Optional<String> of(String picture) throws IOException {
        String name = FOLDER + "/" + picture.replaceFirst("\\.[A-Za-z]+$", "") + ".jpg";
        Optional<Path> from = inside(picture);
        Optional<Path> to = inside(name);
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        Path file = to.get();
        if (Files.exists(file)) {
            return Optional.of(name);
        }
        Optional<BufferedImage> image = read(from.get());
        if (image.isEmpty()) {
            return Optional.empty();
        }
        WholeFile.write(file, jpeg(scaled(image.get())));
        return Optional.of(name);
    }

    /** Names come from files that anybody may have written; what leads out of the sweep's folder is none. */
    private Optional<Path> inside(String name) {
        try {
            Path path = sweep.resolve(name).normalize();
            return path.startsWith(sweep.normalize()) ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException notAName) {
            return Optional.empty();
        }
    }

    /** Half-written, foreign or enormous files are no pictures. */
    private static Optional<BufferedImage> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                return pixels > MOST_PIXELS ? Optional.empty() : Optional.of(reader.read(0));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException broken) {
            return Optional.empty();
        }
    }

    private static BufferedImage scaled(BufferedImage image) {
        double scale = Math.min(1, (double) SIDE / Math.max(image.getWidth(), image.getHeight()));
        BufferedImage small = new BufferedImage(
                Math.max(1, (int) Math.round(image.getWidth() * scale)),
                Math.max(1, (int) Math.round(image.getHeight() * scale)),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(image, 0, 0, small.getWidth(), small.getHeight(), null);
        graphics.dispose();
        return small;
    }

    private static byte[] jpeg(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam quality = writer.getDefaultWriteParam();
            quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            quality.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), quality);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
