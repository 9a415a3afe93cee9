package lorasweep.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import lorasweep.file.WholeFile;

/** The files of a folder of this machine under the names they have when it is published. */
final class LocalFiles {
    private LocalFiles() {}

    /** All files of a folder but those that are being written; none if there is no folder. */
    static Map<String, Path> below(Path folder) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> below = Files.walk(folder)) {
                below.filter(Files::isRegularFile)
                        .filter(file -> !WholeFile.isUnfinished(file)
                                && !file.toString().endsWith(".partial"))
                        .forEach(file ->
                                files.put(folder.relativize(file).toString().replace('\\', '/'), file));
            }
        }
        return files;
    }
}
