package lorasweep.worker.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.LinkedHashMap;
import java.util.Map;

/** Names what a file that is no picture seems to be. */
final class FoundContent {
    private static final Map<String, String> KNOWN = new LinkedHashMap<>();

    static {
        KNOWN.put("GIF8", "a GIF");
        KNOWN.put("ftypavif", "an AVIF picture");
        KNOWN.put("ftypheic", "a HEIC picture");
        KNOWN.put("II*\0", "a TIFF");
        KNOWN.put("MM\0*", "a TIFF");
        KNOWN.put("\u00ff\n", "a JPEG XL picture");
        KNOWN.put("JXL ", "a JPEG XL picture");
        KNOWN.put("8BPS", "a Photoshop document");
        KNOWN.put("%PDF", "a PDF");
        KNOWN.put("PK\3\4", "a zip archive");
        KNOWN.put("RIFF", "a RIFF file that is not WebP");
    }

    private FoundContent() {}

    static String describe(byte[] start) {
        String text = new String(start, ISO_8859_1);
        for (Map.Entry<String, String> known : KNOWN.entrySet()) {
            if (text.contains(known.getKey())) {
                return known.getValue();
            }
        }
        return text.chars().allMatch(FoundContent::isText) ? "text ('" + text.strip() + "…')" : "unknown data";
    }

    private static boolean isText(int character) {
        return (character >= ' ' && character < 0x7f) || Character.isWhitespace(character);
    }
}
