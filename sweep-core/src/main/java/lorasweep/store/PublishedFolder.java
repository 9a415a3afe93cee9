package lorasweep.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/**
 * A folder in a store. What is in it is what its newest {@link Manifest} says: files are written under names that
 * nobody has used before, then the manifest that names them. So readers see one edition or the next, whatever a store
 * does with files that are half written, and a publisher that is killed has published nothing.
 *
 * <p>Layout: {@code files/<edition>/<name>}, {@code manifests/<edition>.json}.
 */
final class PublishedFolder {
    private static final String MANIFESTS = "manifests";
    private static final String JSON = ".json";

    /** How often a reader begins anew when an edition is replaced while it reads. */
    private static final int MOST_READINGS = 100;

    private final Stores stores;
    private final org.apache.hadoop.fs.Path place;
    private final KnownHashes hashes = new KnownHashes();

    PublishedFolder(Stores stores, String place) {
        this.stores = stores;
        this.place = new org.apache.hadoop.fs.Path(place);
    }

    /** The newest edition; {@link Manifest#NONE} if there is none. */
    Manifest newest() throws IOException {
        for (int reading = 1; ; reading++) {
            try {
                Manifest newest = newestOf(editions());
                // A listing may miss both what is replaced meanwhile and what replaces it.
                return newest.equals(Manifest.NONE) ? newestOf(editions()) : newest;
            } catch (FileNotFoundException replaced) {
                if (reading == MOST_READINGS) {
                    throw replaced;
                }
            }
        }
    }

    /** A manifest that was never finished is passed over; one that is gone has a successor that was not listed. */
    private Manifest newestOf(List<String> editions) throws IOException {
        for (int i = editions.size() - 1; i >= 0; i--) {
            try (var in = store().open(manifestOf(editions.get(i)))) {
                Optional<Manifest> manifest = Manifest.read(in.readAllBytes());
                if (manifest.isPresent()) {
                    return manifest.get();
                }
            }
        }
        return Manifest.NONE;
    }

    private List<String> editions() throws IOException {
        List<String> editions = new ArrayList<>();
        try {
            for (FileStatus file : store().listStatus(below(MANIFESTS))) {
                String name = file.getPath().getName();
                if (name.endsWith(JSON)) {
                    editions.add(name.substring(0, name.length() - JSON.length()));
                }
            }
        } catch (FileNotFoundException nothingYet) {
            return editions;
        }
        Collections.sort(editions);
        return editions;
    }

    /**
     * Brings the newest edition to this machine.
     *
     * @param local receives the files; what is there already stays
     * @param wanted by their names in the folder
     * @return the edition
     */
    Manifest fetch(Path local, Predicate<String> wanted) throws IOException {
        for (int reading = 1; ; reading++) {
            Manifest manifest = newest();
            try {
                for (Map.Entry<String, Manifest.Entry> file : new TreeMap<>(manifest.files()).entrySet()) {
                    if (wanted.test(file.getKey())) {
                        fetch(file.getValue(), inside(local, file.getKey()));
                    }
                }
                return manifest;
            } catch (FileNotFoundException replaced) {
                if (reading == MOST_READINGS) {
                    throw replaced;
                }
            }
        }
    }

    private void fetch(Manifest.Entry entry, Path target) throws IOException {
        if (hashes.isKnown(target, entry)) {
            return;
        }
        Files.createDirectories(target.getParent());
        Path unfinished = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (var in = store().open(below(entry.at()))) {
                Files.copy(in, unfinished);
            }
            if (!Sha256.of(unfinished).equals(entry.sha256())) {
                throw new IOException(below(entry.at()) + " is damaged: its SHA-256 is not " + entry.sha256());
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static Path inside(Path folder, String name) throws IOException {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder)) {
            throw new IOException("a published file is named \"" + name + "\"");
        }
        return file;
    }

    /**
     * Publishes an edition if anything has changed.
     *
     * @param before the edition it follows
     * @param files of this machine, by their names in the folder; all that the edition holds
     * @param kept files of the edition before that stay as they are
     * @param isMine asked before the edition counts, and again before what it replaces is deleted
     * @return the newest edition of this publisher; empty if it may not publish any more
     */
    Optional<Manifest> publish(
            Manifest before, Edition edition, Map<String, Path> files, Predicate<String> kept, BooleanSupplier isMine)
            throws IOException {
        Map<String, Manifest.Entry> content = new TreeMap<>();
        before.files().forEach((name, entry) -> {
            if (kept.test(name)) {
                content.put(name, entry);
            }
        });
        for (Map.Entry<String, Path> file : files.entrySet()) {
            Manifest.Entry old = before.files().get(file.getKey());
            boolean isOld = old != null && hashes.isKnown(file.getValue(), old);
            content.put(file.getKey(), isOld ? old : send(edition, file.getKey(), file.getValue()));
        }
        if (content.equals(before.files())) {
            return Optional.of(before);
        }
        Manifest manifest = Manifest.of(edition.text(), content);
        if (!isMine.getAsBoolean()) {
            return Optional.empty();
        }
        write(manifestOf(edition.text()), manifest.json());
        if (isMine.getAsBoolean()) {
            tidy(before, manifest);
        }
        return Optional.of(manifest);
    }

    /** What was written while the file was sent is what the entry says. */
    private Manifest.Entry send(Edition edition, String name, Path file) throws IOException {
        String at = "files/" + edition.text() + "/" + name;
        try (HashedStream out = new HashedStream(store().create(below(at), true))) {
            Files.copy(file, out);
            out.close();
            return new Manifest.Entry(at, out.length(), out.sha256());
        }
    }

    private void write(org.apache.hadoop.fs.Path target, byte[] content) throws IOException {
        try (OutputStream out = store().create(target, true)) {
            out.write(content);
        }
    }

    /**
     * Deletes what an edition replaced, but for the last manifest, so that there is one in whatever is listed meanwhile.
     * A reader that misses a file of it begins anew.
     */
    private void tidy(Manifest before, Manifest now) throws IOException {
        for (Map.Entry<String, Manifest.Entry> file : before.files().entrySet()) {
            if (!file.getValue().equals(now.files().get(file.getKey()))) {
                store().delete(below(file.getValue().at()), false);
            }
        }
        for (String edition : editions()) {
            if (edition.compareTo(before.edition()) < 0) {
                store().delete(manifestOf(edition), false);
            }
        }
    }

    private org.apache.hadoop.fs.Path manifestOf(String edition) {
        return below(MANIFESTS + "/" + edition + JSON);
    }

    private org.apache.hadoop.fs.Path below(String name) {
        return new org.apache.hadoop.fs.Path(place + "/" + name);
    }

    private FileSystem store() throws IOException {
        return stores.fileSystem(place);
    }
}
