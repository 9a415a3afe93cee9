package lorasweep.worker.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Optional;

/** The file formats that are read, told apart by their first bytes and not by a file's name. */
public enum ImageFormat {
    /** Portable Network Graphics. */
    PNG("png", 0, "\u0089PNG\r\n\u001a\n"),
    /** JPEG, baseline or progressive. */
    JPEG("jpeg", 0, "\u00ff\u00d8\u00ff"),
    /** WebP, lossy or lossless. */
    WEBP("webp", 8, "WEBP"),
    /** Windows bitmap. */
    BMP("bmp", 0, "BM");

    /** As many of a file's bytes as {@link #of} wants to see. */
    static final int SIGNATURE_BYTES = 12;

    private final String pluginName;
    private final int offset;
    private final String signature;

    ImageFormat(String pluginName, int offset, String signature) {
        this.pluginName = pluginName;
        this.offset = offset;
        this.signature = signature;
    }

    /** The name under which ImageIO knows the format. */
    String pluginName() {
        return pluginName;
    }

    /** The format of a file that starts with these bytes. */
    static Optional<ImageFormat> of(byte[] start) {
        String text = new String(start, ISO_8859_1);
        return Arrays.stream(values())
                .filter(format -> text.startsWith(format.signature, format.offset))
                .findFirst();
    }
}
