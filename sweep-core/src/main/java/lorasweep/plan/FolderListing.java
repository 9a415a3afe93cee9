package lorasweep.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Lists folders, of this machine or of another store. */
public interface FolderListing {
    /** Lists the folders of this machine only. */
    FolderListing LOCAL = FolderListing::local;

    /**
     * What a folder holds.
     *
     * @param name without its folder
     * @param isFolder whether it is a folder itself
     */
    record Entry(String name, boolean isFolder) {}

    /**
     * What is in a folder, by name.
     *
     * @throws IOException if it is no folder that can be listed
     */
    List<Entry> entries(String folder) throws IOException;

    private static List<Entry> local(String folder) throws IOException {
        try (Stream<Path> children = Files.list(Path.of(folder))) {
            return children.sorted()
                    .map(child -> new Entry(
                            Optional.ofNullable(child.getFileName())
                                    .map(Path::toString)
                                    .orElse(""),
                            Files.isDirectory(child)))
                    .toList();
        } catch (InvalidPathException impossible) {
            throw new NotDirectoryException(folder);
        }
    }
}
