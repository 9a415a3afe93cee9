package lorasweep.worker.safetensors;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Map;
import lorasweep.trial.InvalidInputException;

/**
 * A safetensors file open for reading. Tensors are mapped, not read: opening a file of any size costs
 * its header, and a tensor's pages come into memory when they are first touched, shared with every
 * other process that maps them. Thread-safe.
 *
 * <p>Format: 8 bytes of header length (little-endian), the header as JSON, then the tensors' bytes
 * without gaps. Files larger than 2 GiB are fine, single tensors up to 2 GiB.
 */
public final class SafetensorsFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final SafetensorsHeader header;

    private SafetensorsFile(Path path, FileChannel channel, SafetensorsHeader header) {
        this.path = path;
        this.channel = channel;
        this.header = header;
    }

    /**
     * Opens a file and checks its header completely.
     *
     * @throws InvalidInputException if there is no such file or it breaks the format; the message
     *     names the file, the tensor and what to do
     */
    public static SafetensorsFile open(Path path) {
        if (Files.isDirectory(path)) {
            throw Problems.of(path, "is a folder, expected a safetensors file; name the file in it.");
        }
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            try {
                return new SafetensorsFile(path, channel, SafetensorsHeader.read(path, channel));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new InvalidInputException(path + ": does not exist, expected a safetensors file; check the path.", e);
        } catch (AccessDeniedException e) {
            throw new InvalidInputException(path + ": may not be read by this user; check its permissions.", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the file is, as it was opened. */
    public Path path() {
        return path;
    }

    /** The file's text entries ({@code ss_*}, {@code modelspec.*} and others), in the file's order. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /** The tensors by name, in the order of their bytes in the file. */
    public Map<String, TensorEntry> tensors() {
        return header.tensors();
    }

    /**
     * A tensor by its name.
     *
     * @throws InvalidInputException if the file has no such tensor
     */
    public TensorEntry entry(String name) {
        TensorEntry entry = header.tensors().get(name);
        if (entry == null) {
            throw Problems.of(path, "tensor %s: is missing, expected in this file.".formatted(Problems.quote(name)));
        }
        return entry;
    }

    /**
     * Maps the bytes of a tensor: little-endian, read-only, valid after this file is closed.
     *
     * @param entry one of {@link #tensors()}
     * @throws InvalidInputException if the tensor is larger than 2 GiB
     */
    public ByteBuffer bytes(TensorEntry entry) {
        if (entry.sizeBytes() > Integer.MAX_VALUE) {
            throw Problems.of(
                    path,
                    "tensor %s: is %d bytes long, expected at most %d; no model of this family has such a tensor."
                            .formatted(Problems.quote(entry.name()), entry.sizeBytes(), Integer.MAX_VALUE));
        }
        try {
            return channel.map(FileChannel.MapMode.READ_ONLY, position(entry), entry.sizeBytes())
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Copies the bytes of a tensor, little-endian, without mapping them: for tensors that are converted
     * and then no longer needed, whose mapped pages would count as this process's memory.
     *
     * @param entry one of {@link #tensors()}
     * @param target has exactly the tensor's size remaining; filled
     */
    public void read(TensorEntry entry, ByteBuffer target) {
        if (target.remaining() != entry.sizeBytes()) {
            throw new IllegalArgumentException("tensor %s has %d bytes, the target %d"
                    .formatted(entry.name(), entry.sizeBytes(), target.remaining()));
        }
        try {
            long position = position(entry);
            while (target.hasRemaining()) {
                int count = channel.read(target, position);
                if (count < 0) {
                    throw new EOFException(path + " became shorter while it was read");
                }
                position += count;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Loads a tensor in the type it is stored in; BF16 arrives as fp32, I16 as 32-bit integers. On the
     * CPU the array shares the mapped pages (except BF16, I16, and elements that the file does not
     * store at a multiple of their size: those are copied). It keeps the mapping alive, after this file is closed too, and must
     * itself stay open as long as anything that shares its storage is used. Never write into it.
     *
     * @return an array of the tensor's shape, owned by {@code owner}, on the owner's device
     * @throws InvalidInputException if the file has no such tensor, or it is larger than 2 GiB
     */
    public NDArray load(String name, NDManager owner) {
        TensorEntry entry = entry(name);
        return ArrayLoader.load(entry, bytes(entry), isAligned(entry), owner);
    }

    /**
     * Loads a tensor as fp32, whatever it is stored in; shares the mapped pages as {@link #load} does
     * if it is stored as fp32, else it is a copy.
     *
     * @return an array of the tensor's shape, owned by {@code owner}, on the owner's device
     * @throws InvalidInputException if the file has no such tensor, or it is larger than 2 GiB
     */
    public NDArray loadFloat32(String name, NDManager owner) {
        TensorEntry entry = entry(name);
        return ArrayLoader.loadFloat32(entry, bytes(entry), isAligned(entry), owner);
    }

    /** Feeds every byte after the header to the digest, with bounded memory. */
    void digestData(MessageDigest digest) {
        try {
            FileDigests.update(digest, channel, header.dataStart(), channel.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long position(TensorEntry entry) {
        return header.dataStart() + entry.begin();
    }

    private boolean isAligned(TensorEntry entry) {
        return position(entry) % entry.dtype().sizeBytes() == 0;
    }

    /** Closes the file; mapped bytes and loaded arrays stay valid. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
