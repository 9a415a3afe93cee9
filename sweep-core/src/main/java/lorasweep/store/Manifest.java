package lorasweep.store;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a published folder holds: the only file of it that says so. It is written after everything it names; one that
 * cannot be read was never finished and counts as absent.
 *
 * @param edition its name, see {@link Edition}
 * @param files by their name in the folder, with {@code /} between folders
 */
record Manifest(String format, String edition, Map<String, Entry> files) {
    private static final String FORMAT = "lorasweep/manifest-1";
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Of a folder that nobody has published. */
    static final Manifest NONE = of("", Map.of());

    /**
     * A file.
     *
     * @param at where its content is, below the published folder
     * @param bytes its length
     * @param sha256 of its content
     */
    record Entry(String at, long bytes, String sha256) {}

    /** Copies the files. */
    Manifest {
        files = Map.copyOf(files);
    }

    static Manifest of(String edition, Map<String, Entry> files) {
        return new Manifest(FORMAT, edition, files);
    }

    byte[] json() throws IOException {
        Map<String, Object> sorted =
                new TreeMap<>(Map.of("format", format, "edition", edition, "files", new TreeMap<>(files)));
        return MAPPER.writeValueAsBytes(sorted);
    }

    /** The manifest that bytes hold; empty if they hold none, or not the whole of one. */
    static Optional<Manifest> read(byte[] bytes) {
        try {
            Manifest manifest = MAPPER.readValue(bytes, Manifest.class);
            return Optional.of(manifest).filter(read -> FORMAT.equals(read.format()));
        } catch (IOException torn) {
            return Optional.empty();
        }
    }
}
