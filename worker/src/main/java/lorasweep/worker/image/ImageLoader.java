package lorasweep.worker.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads image files on many threads within a bound of memory: a file's header is judged first, then its
 * reader waits until what decoding it may take is free.
 */
public final class ImageLoader {
    private static final long MIB = 1 << 20;

    private final long memoryBytes;
    private final MemoryBudget memory;

    /**
     * What is done with a file while its memory is reserved.
     *
     * @param <T> the result
     */
    @FunctionalInterface
    public interface Use<T> {
        /** Works on a whole file, {@code bytes}, with this header. */
        T apply(ImageHeader header, byte[] bytes) throws UnreadableImageException;
    }

    /**
     * A loader for any number of threads.
     *
     * @param memoryBytes how much all loads together may hold; an image that needs more is refused
     */
    public ImageLoader(long memoryBytes) {
        this.memoryBytes = memoryBytes;
        this.memory = new MemoryBudget(memoryBytes);
    }

    /**
     * Reads a file and hands it over.
     *
     * @throws UnreadableImageException if it is no picture we can use, or needs more than the bound
     * @throws IOException if it cannot be read
     */
    public <T> T load(Path file, Use<T> use) throws UnreadableImageException, IOException, InterruptedException {
        ImageHeader header = ImageHeader.read(file);
        if (header.decodingBytes() > memoryBytes) {
            throw new UnreadableImageException("\"" + header.stored() + "\" pixels may take "
                    + header.decodingBytes() / MIB + " MiB to decode, expected at most " + memoryBytes / MIB
                    + "; scale the picture down or give the program more memory");
        }
        try (MemoryBudget.Lease lease = memory.lease(header.decodingBytes())) {
            return use.apply(header, Files.readAllBytes(file));
        }
    }
}
