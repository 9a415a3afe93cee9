package lorasweep.worker.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import lorasweep.worker.safetensors.ModelHashes;

/** What trials left on disk, to compare two runs byte for byte. */
public final class TrialFiles {
    private TrialFiles() {}

    /** Every file below {@code trials/} by its place: its hash; of an outcome the text without what the process held. */
    public static Map<String, String> of(Path out) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(out.resolve("trials"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String content = file.endsWith("outcome.json")
                        ? Files.readString(file).replaceAll("\"peak_memory_bytes\":\\d+", "")
                        : ModelHashes.ofWholeFile(file);
                files.put(out.relativize(file).toString(), content);
            }
        }
        return files;
    }
}
