package lorasweep.worker.safetensors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/**
 * Writes safetensors files. The same names, values and metadata give the same bytes, whatever the
 * order they are handed over in.
 */
public final class SafetensorsWriter {
    private SafetensorsWriter() {}

    /**
     * Writes a file under a temporary name beside its place, then moves it there: whoever looks sees
     * either nothing, the file before, or the whole new file, also after a power failure.
     *
     * @throws IllegalArgumentException if two tensors have one name
     * @throws UncheckedIOException if the disk refuses; nothing is left behind then
     */
    public static void write(Path path, Map<String, String> metadata, Collection<StoredTensor> tensors) {
        Serialization serialization = Serialization.of(metadata, tensors);
        Path partial = path.resolveSibling(path.getFileName() + "." + UUID.randomUUID() + ".partial");
        try {
            try {
                writeDurably(partial, serialization);
                Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path + ": " + e.getMessage(), e);
        }
    }

    private static void writeDurably(Path path, Serialization serialization) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (ByteBuffer part : serialization.parts()) {
                while (part.hasRemaining()) {
                    channel.write(part);
                }
            }
            channel.force(true);
        }
    }
}
