package lorasweep.worker.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Supplier;

/**
 * Remembers what was computed from whole files, such as the hash of a base of 4 GB, under the file's path,
 * identity, size and time of last change: whoever changes a file and sets all of these back is believed.
 */
public final class FileMemo {
    private static final String KIND = "file-1";

    private final ContentStore store;

    /** A memo in a store. */
    public FileMemo(ContentStore store) {
        this.store = store;
    }

    /**
     * What was computed earlier from the file as it is now, or is computed now.
     *
     * @param what names the computation
     * @throws UncheckedIOException if the file cannot be looked at
     */
    public String of(Path file, String what, Supplier<String> computation) {
        ContentHash key = key(file, what);
        return store.read(KIND, key).map(bytes -> new String(bytes, UTF_8)).orElseGet(() -> {
            String computed = computation.get();
            store.write(KIND, key, computed.getBytes(UTF_8));
            return computed;
        });
    }

    private static ContentHash key(Path file, String what) {
        try {
            Path real = file.toRealPath();
            BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
            return ContentHash.of(String.join(
                    "\n",
                    "what " + what,
                    "file " + real,
                    "identity " + attributes.fileKey(),
                    "size " + attributes.size(),
                    "changed " + attributes.lastModifiedTime()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + file, e);
        }
    }
}
