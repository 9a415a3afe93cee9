package lorasweep.worker.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of some content.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record ContentHash(String hex) implements Comparable<ContentHash> {
    private static final int DIGITS = 64;
    private static final HexFormat HEX = HexFormat.of();

    /** Checks the form. */
    public ContentHash {
        if (hex.length() != DIGITS || !hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            throw new IllegalArgumentException("'" + hex + "' is no SHA-256 in lower-case hexadecimal digits");
        }
    }

    /** The hash of bytes. */
    public static ContentHash of(byte[] content) {
        try {
            return new ContentHash(
                    HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The hash of a text in UTF-8. */
    public static ContentHash of(String content) {
        return of(content.getBytes(UTF_8));
    }

    /** The first 64 bits: the coordinate under which random numbers belong to this content. */
    public long key() {
        return ByteBuffer.wrap(HEX.parseHex(hex, 0, 2 * Long.BYTES)).getLong();
    }

    @Override
    public int compareTo(ContentHash other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
