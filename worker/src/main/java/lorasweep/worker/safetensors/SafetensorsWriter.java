package lorasweep.worker.safetensors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
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
    private static final String PARTIAL = ".partial";

    private SafetensorsWriter() {}

    /**
     * Deletes what writers left unfinished in a folder when their process was killed; none may be at work
     * there.
     *
     * @throws UncheckedIOException if the disk refuses
     */
    public static void removeUnfinished(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.safetensors.*" + PARTIAL)) {
            for (Path file : files) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tidy " + folder, e);
        }
    }

    /**
     * Writes a file under a temporary name beside its place, then moves it there: whoever looks sees
     * either nothing, the file before, or the whole new file, also after a power failure.
     *
     * @throws IllegalArgumentException if two tensors have one name
     * @throws UncheckedIOException if the disk refuses; nothing is left behind then
     */
    public static void write(Path path, Map<String, String> metadata, Collection<StoredTensor> tensors) {
        Serialization serialization = Serialization.of(metadata, tensors);
        Path partial = path.resolveSibling(path.getFileName() + "." + UUID.randomUUID() + PARTIAL);
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
