package lorasweep.worker.safetensors;

import java.io.IOException;
import java.io.InputStream;
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
        InputStream range = new FileRange(channel, begin, end);
        byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, Math.max(end - begin, 0))];
        for (int count = range.read(chunk); count > 0; count = range.read(chunk)) {
            digest.update(chunk, 0, count);
        }
    }
}
