package lorasweep.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers the hashes of files as long as length and time of last change are the same. */
final class KnownHashes {
    private final Map<Path, Known> known = new ConcurrentHashMap<>();

    private record Known(long length, FileTime changed, String sha256) {}

    /** Whether a file has the content of an entry. */
    boolean isKnown(Path file, Manifest.Entry entry) throws IOException {
        BasicFileAttributes now;
        try {
            now = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            return false;
        }
        if (now.size() != entry.bytes()) {
            return false;
        }
        Known old = known.get(file);
        if (old == null || old.length() != now.size() || !old.changed().equals(now.lastModifiedTime())) {
            old = new Known(now.size(), now.lastModifiedTime(), Sha256.of(file));
            known.put(file, old);
        }
        return old.sha256().equals(entry.sha256());
    }
}
