package lorasweep.worker.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Keeps a dataset to its own folder. */
final class InsideRoot {
    private InsideRoot() {}

    /** What is wrong with a path that is a symbolic link out of the root, or to nowhere. */
    static Optional<String> problem(Path root, Path path) {
        if (!Files.isSymbolicLink(path)) {
            return Optional.empty();
        }
        try {
            Path target = path.toRealPath();
            return target.startsWith(root.toRealPath())
                    ? Optional.empty()
                    : Optional.of("a symbolic link to \"" + target
                            + "\", expected files inside the dataset's folder; copy the file here");
        } catch (IOException e) {
            return Optional.of("a symbolic link that leads nowhere, expected a file; copy the file here or delete it");
        }
    }
}
