package lorasweep.best;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The folder {@code best/} of a sweep. Each file appears whole and replaces an earlier one of its name. */
record BestFolder(Path path) {

    /** Writes a text. */
    Path write(String name, String text) throws IOException {
        Path unfinished = unfinished(name);
        Files.writeString(unfinished, text);
        return finish(unfinished, name);
    }

    /** Copies a file. */
    Path copy(Path file, String name) throws IOException {
        Path unfinished = unfinished(name);
        Files.copy(file, unfinished, StandardCopyOption.REPLACE_EXISTING);
        return finish(unfinished, name);
    }

    /** Deletes a file if it is there. */
    void delete(String name) throws IOException {
        Files.deleteIfExists(path.resolve(name));
    }

    private Path unfinished(String name) throws IOException {
        Files.createDirectories(path);
        return path.resolve(name + ".tmp");
    }

    private Path finish(Path unfinished, String name) throws IOException {
        return Files.move(
                unfinished, path.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
