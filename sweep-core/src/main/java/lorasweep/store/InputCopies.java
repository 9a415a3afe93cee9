package lorasweep.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lorasweep.trial.FilePath;
import lorasweep.trial.InputPaths;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialSpec;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileChecksum;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Copies of files and folders of other stores on this machine, each made once, whoever needs it. A copy is found
 * again by the place and, of every file, name, length, time of last change and the store's checksum or entity tag
 * where it has one: whoever changes a file and sets all of these back is believed. A copy appears whole, and is as
 * good as the lengths of its files say.
 *
 * <p>Layout: {@code inputs/<hash>/<name>}.
 */
public final class InputCopies {
    private final Stores stores;
    private final Path folder;

    /** Copies in the folder that the stores name. */
    public InputCopies(Stores stores) {
        this.stores = stores;
        this.folder = stores.localFolder().resolve("inputs");
    }

    /** A file of a store, with its name below the place that is copied. */
    private record Item(String name, FileStatus status) {}

    /**
     * Copies of all that trials name in other stores.
     *
     * @return by what the trials say
     * @throws InvalidInputException if something is not there or may not be read
     */
    public Map<String, String> of(Collection<TrialSpec> trials) {
        Map<String, String> copies = new HashMap<>();
        for (TrialSpec trial : trials) {
            InputPaths.elsewhere(trial).forEach((setting, place) -> {
                if (!copies.containsKey(place)) {
                    copies.put(place, copy(setting, place).toString());
                }
            });
        }
        return copies;
    }

    private Path copy(String setting, String place) {
        try {
            return of(place);
        } catch (IOException unreadable) {
            throw new InvalidInputException(setting + ": " + InputCheck.explained(place, unreadable), unreadable);
        }
    }

    /**
     * A place's copy, made now if there is none.
     *
     * @throws IOException if it is not there, may not be read, or changes while it is being copied
     */
    public Path of(String written) throws IOException {
        if (!FilePath.isElsewhere(written)) {
            return Path.of(FilePath.plain(written, "path"));
        }
        var place = new org.apache.hadoop.fs.Path(written);
        FileSystem store = stores.fileSystem(place);
        List<Item> items = items(store, place);
        String key = key(store, place, items);
        Path home = folder.resolve(key);
        Path copy = home.resolve(place.getName().isEmpty() ? "root" : place.getName());
        try (LocalLock held = LocalLock.on(stores.localFolder().resolve("locks").resolve(key))) {
            if (!isWhole(copy, items)) {
                Deletion.of(home);
                make(store, place, items, copy);
                if (!key(store, place, items(store, place)).equals(key)) {
                    Deletion.of(home);
                    throw new IOException("it was changed while it was being copied");
                }
            }
        }
        return copy;
    }

    private void make(FileSystem store, org.apache.hadoop.fs.Path place, List<Item> items, Path copy)
            throws IOException {
        Path unfinished = folder.resolve("unfinished").resolve(UUID.randomUUID().toString());
        try {
            Path root = unfinished.resolve(copy.getFileName());
            Files.createDirectories(unfinished);
            if (store.getFileStatus(place).isDirectory()) {
                Files.createDirectories(root);
            }
            for (Item item : items) {
                Path file = root.resolve(item.name()).normalize();
                if (!file.startsWith(root)) {
                    throw new IOException("a file is named \"" + item.name() + "\"");
                }
                Files.createDirectories(file.getParent());
                try (var in = store.open(item.status().getPath())) {
                    Files.copy(in, file);
                }
            }
            if (!isWhole(root, items)) {
                throw new IOException("its files are not as long as the store says");
            }
            Files.move(unfinished, copy.getParent(), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Deletion.of(unfinished);
        }
    }

    private static boolean isWhole(Path copy, List<Item> items) throws IOException {
        if (!Files.exists(copy)) {
            return false;
        }
        for (Item item : items) {
            Path file = copy.resolve(item.name());
            if (!Files.isRegularFile(file) || Files.size(file) != item.status().getLen()) {
                return false;
            }
        }
        return true;
    }

    /** All files at or below a place, by name; that of the place itself is empty. */
    private static List<Item> items(FileSystem store, org.apache.hadoop.fs.Path place) throws IOException {
        FileStatus status = store.getFileStatus(place);
        if (status.isFile()) {
            return List.of(new Item("", status));
        }
        String root = status.getPath().toUri().getPath();
        List<Item> items = new ArrayList<>();
        RemoteIterator<LocatedFileStatus> files = store.listFiles(place, true);
        while (files.hasNext()) {
            LocatedFileStatus file = files.next();
            String path = file.getPath().toUri().getPath();
            items.add(new Item(path.substring(root.length()).replaceFirst("^/+", ""), file));
        }
        items.sort(Comparator.comparing(Item::name));
        return items;
    }

    private static String key(FileSystem store, org.apache.hadoop.fs.Path place, List<Item> items) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("place ").append(store.makeQualified(place)).append('\n');
        for (Item item : items) {
            FileStatus status = item.status();
            text.append("file ").append(item.name()).append('\n');
            text.append("length ").append(status.getLen()).append('\n');
            text.append("changed ").append(status.getModificationTime()).append('\n');
            text.append("content ").append(content(store, status)).append('\n');
        }
        return Sha256.of(text.toString().getBytes(UTF_8));
    }

    /** What the store says of a file's content; empty if it says nothing. */
    private static String content(FileSystem store, FileStatus status) throws IOException {
        if (status instanceof EtagSource tagged && tagged.getEtag() != null) {
            return tagged.getEtag();
        }
        FileChecksum checksum = store.getFileChecksum(status.getPath());
        return checksum == null ? "" : checksum.toString();
    }
}
