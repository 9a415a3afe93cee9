package lorasweep.worker.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/**
 * A folder of entries that are written once and found by their hash.
 *
 * <p>An entry is published by an atomic move: any number of threads and processes may read and write
 * the same folder, and what a killed process leaves behind is never seen. Each entry carries its
 * length and checksum; one that was damaged on disk counts as absent and is made anew.
 *
 * <p>Layout: {@code <kind>/<first two digits>/<hash>}, each file being a magic number, the payload's
 * CRC-32C, and the payload; {@code unfinished/} holds what is being written.
 */
public final class ContentStore {
    private static final int MAGIC = 0x4C535731;
    private static final int HEADER_BYTES = 2 * Integer.BYTES;
    private static final int SHARD_DIGITS = 2;
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Path folder;
    private final Path unfinished;
    private final AtomicLong damaged = new AtomicLong();

    private ContentStore(Path folder) {
        this.folder = folder;
        this.unfinished = folder.resolve("unfinished");
    }

    /**
     * Opens a folder, made if there is none, and removes what processes left unfinished a day ago.
     *
     * @throws UncheckedIOException if the folder cannot be made
     */
    public static ContentStore open(Path folder) {
        ContentStore store = new ContentStore(folder);
        try {
            Files.createDirectories(store.unfinished);
            store.removeAbandoned(FileTime.from(Instant.now().minus(ABANDONED)));
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the cache folder " + folder, e);
        }
    }

    private void removeAbandoned(FileTime before) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(unfinished)) {
            for (Path file : files) {
                if (isOlder(file, before)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** A file that vanishes meanwhile was published or removed by another process. */
    private static boolean isOlder(Path file, FileTime time) throws IOException {
        try {
            return Files.getLastModifiedTime(file).compareTo(time) < 0;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * The entry of a kind under a hash, if there is one and it is whole.
     *
     * @throws UncheckedIOException if the file is there but cannot be read
     */
    public Optional<byte[]> read(String kind, ContentHash key) {
        Path file = file(kind, key);
        try {
            ByteBuffer entry = ByteBuffer.wrap(Files.readAllBytes(file));
            if (entry.remaining() >= HEADER_BYTES && entry.getInt() == MAGIC) {
                int checksum = entry.getInt();
                byte[] payload = new byte[entry.remaining()];
                entry.get(payload);
                if (checksum(payload) == checksum) {
                    return Optional.of(payload);
                }
            }
            damaged.incrementAndGet();
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the cache entry " + file, e);
        }
    }

    /**
     * Publishes an entry, in place of an earlier one if there is any.
     *
     * @throws UncheckedIOException if it cannot be written; then nothing is published
     */
    public void write(String kind, ContentHash key, byte[] payload) {
        Path file = file(kind, key);
        try {
            Files.createDirectories(file.getParent());
            Path temporary = unfinished.resolve(kind + "-" + UUID.randomUUID());
            try {
                ByteBuffer entry = ByteBuffer.allocate(HEADER_BYTES + payload.length);
                entry.putInt(MAGIC).putInt(checksum(payload)).put(payload);
                Files.write(temporary, entry.array(), StandardOpenOption.CREATE_NEW);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the cache entry " + file, e);
        }
    }

    /** How many entries were found damaged since the store was opened. */
    public long damaged() {
        return damaged.get();
    }

    private Path file(String kind, ContentHash key) {
        return folder.resolve(kind)
                .resolve(key.hex().substring(0, SHARD_DIGITS))
                .resolve(key.hex());
    }

    private static int checksum(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        return (int) crc.getValue();
    }
}
