package lorasweep.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes a file under another name beside its place, then moves it there: whoever looks sees nothing, the file before,
 * or the whole new one. After a power failure it may be none of these: what must outlive that is not written here.
 */
public final class WholeFile {
    private static final String UNFINISHED = ".tmp";

    private WholeFile() {}

    /** Writes what a file shall hold. */
    @FunctionalInterface
    public interface Content {
        /** Writes it to a file that is not there yet. */
        void to(Path file) throws IOException;
    }

    /**
     * Writes a file, in place of an earlier one if there is any; its folder is made if it is missing. A file has one
     * writer at a time: two would write to the same unfinished one.
     *
     * @throws IOException if it cannot be written; nothing is left behind then, and an earlier file stays
     */
    public static void write(Path file, Content content) throws IOException {
        Path folder = file.toAbsolutePath().resolveSibling("");
        // createDirectories refuses a link to a folder
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        // a writer that was killed may have left one, and not every content's writer shortens what it finds
        Files.deleteIfExists(unfinished);
        try {
            content.to(unfinished);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** The same of bytes. */
    public static void write(Path file, byte[] bytes) throws IOException {
        write(file, unfinished -> Files.write(unfinished, bytes));
    }

    /** The same of a text, in UTF-8. */
    public static void write(Path file, String text) throws IOException {
        write(file, unfinished -> Files.writeString(unfinished, text));
    }

    /** Whether this is what a writer that was killed has left behind. */
    public static boolean isUnfinished(Path file) {
        return file.toString().endsWith(UNFINISHED);
    }
}
