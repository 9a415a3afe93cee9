package lorasweep.best;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lorasweep.file.WholeFile;

/** The folder {@code best/} of a sweep. Each file appears whole and replaces an earlier one of its name. */
record BestFolder(Path path) {

    /** Writes a text. */
    Path write(String name, String text) throws IOException {
        Path file = path.resolve(name);
        WholeFile.write(file, text);
        return file;
    }

    /** Copies a file. */
    Path copy(Path source, String name) throws IOException {
        Path file = path.resolve(name);
        WholeFile.write(file, unfinished -> Files.copy(source, unfinished));
        return file;
    }

    /** Deletes a file if it is there. */
    void delete(String name) throws IOException {
        Files.deleteIfExists(path.resolve(name));
    }
}
