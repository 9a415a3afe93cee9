package lorasweep.worker.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import lorasweep.file.WholeFile;

/** A PNG file, with a text chunk {@code parameters} where there is something to tell. */
public final class PngFile {
    private static final String METADATA = "javax_imageio_png_1.0";
    private static final String KEYWORD = "parameters";

    private PngFile() {}

    /**
     * Writes an image without its transparency, and how it was made. The file appears under its name only when it is complete;
     * one that is there already is replaced. Missing folders are created.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public static void write(Path file, RgbImage image, GenerationParameters parameters) {
        write(file, image, Optional.of(parameters.text()));
    }

    /** The same for an image of which there is nothing to tell. */
    public static void write(Path file, RgbImage image) {
        write(file, image, Optional.empty());
    }

    private static void write(Path file, RgbImage image, Optional<String> text) {
        try {
            WholeFile.write(file, unfinished -> encode(unfinished, raster(image), text));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static BufferedImage raster(RgbImage image) {
        PixelSize size = image.size();
        BufferedImage raster = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_3BYTE_BGR);
        raster.getRaster().setDataElements(0, 0, size.width(), size.height(), image.rgb());
        return raster;
    }

    private static void encode(Path file, BufferedImage image, Optional<String> text) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            IIOMetadata metadata =
                    writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
            if (text.isPresent()) {
                addText(metadata, text.get());
            }
            writer.write(new IIOImage(image, null, metadata));
        } finally {
            writer.dispose();
        }
    }

    /** As tEXt, which is Latin-1, or where that does not suffice as iTXt. */
    private static void addText(IIOMetadata metadata, String text) throws IIOInvalidTreeException {
        boolean latin = ISO_8859_1.newEncoder().canEncode(text);
        IIOMetadataNode entry = new IIOMetadataNode(latin ? "tEXtEntry" : "iTXtEntry");
        entry.setAttribute("keyword", KEYWORD);
        entry.setAttribute(latin ? "value" : "text", text);
        if (!latin) {
            entry.setAttribute("compressionFlag", "FALSE");
            entry.setAttribute("compressionMethod", "0");
            entry.setAttribute("languageTag", "");
            entry.setAttribute("translatedKeyword", "");
        }
        IIOMetadataNode chunk = new IIOMetadataNode(latin ? "tEXt" : "iTXt");
        chunk.appendChild(entry);
        IIOMetadataNode root = new IIOMetadataNode(METADATA);
        root.appendChild(chunk);
        metadata.mergeTree(METADATA, root);
    }
}
