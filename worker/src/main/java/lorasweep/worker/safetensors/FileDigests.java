package lorasweep.worker.safetensors;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Digests of files of any size through one small buffer. */
final class FileDigests {
    private static final int CHUNK_BYTES = 1 << 20;

    private FileDigests() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Feeds the bytes from {@code begin} up to, not including, {@code end}. */
    static void update(MessageDigest digest, FileChannel channel, long begin, long end) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, Math.max(end - begin, 0)));
        for (long position = begin; position < end; position += chunk.limit()) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), end - position));
            int count = channel.read(chunk, position);
            if (count < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
            chunk.flip();
            digest.update(chunk);
        }
    }
}
