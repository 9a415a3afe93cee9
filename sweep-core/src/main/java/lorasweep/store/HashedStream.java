package lorasweep.store;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Counts and hashes what it passes on. */
final class HashedStream extends FilterOutputStream {
    private final MessageDigest digest = Sha256.digest();
    private long length;

    HashedStream(OutputStream target) {
        super(target);
    }

    @Override
    public void write(int value) throws IOException {
        out.write(value);
        digest.update((byte) value);
        length++;
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        out.write(bytes, from, count);
        digest.update(bytes, from, count);
        length += count;
    }

    long length() {
        return length;
    }

    /** Of everything so far; to be asked once. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
