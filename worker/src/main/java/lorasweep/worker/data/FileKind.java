package lorasweep.worker.data;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** What a file in a dataset seems to be, by its name. */
enum FileKind {
    /** An image that can be read. */
    IMAGE,
    /** An image that cannot. */
    FOREIGN_IMAGE,
    /** Anything else. */
    OTHER,
    /** What the user does not see: {@code .DS_Store}, {@code ._a.png} and the like. */
    HIDDEN;

    private static final Set<String> IMAGES = Set.of(".png", ".jpg", ".jpeg", ".webp", ".bmp");
    private static final Set<String> FOREIGN_IMAGES =
            Set.of(".gif", ".avif", ".jxl", ".heic", ".heif", ".tif", ".tiff", ".jfif", ".psd", ".svg", ".tga");

    static FileKind of(Path path) {
        String name = path.getFileName().toString();
        String ending = ending(name);
        if (name.startsWith(".") && !name.startsWith("..")) {
            return HIDDEN;
        } else if (IMAGES.contains(ending)) {
            return IMAGE;
        } else if (FOREIGN_IMAGES.contains(ending)) {
            return FOREIGN_IMAGE;
        }
        return OTHER;
    }

    /** From the last dot on, in lower case; empty without one. */
    static String ending(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
    }

    /** What comes before the ending. */
    static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
