package lorasweep.worker.data;

import java.nio.ByteBuffer;
import java.util.Optional;
import lorasweep.worker.image.PerceptualHash;
import lorasweep.worker.image.PixelSize;
import lorasweep.worker.store.ContentHash;

/**
 * What is known of an image file that decodes without error.
 *
 * @param content hash of the file's bytes
 * @param size upright
 * @param likeness what it looks like
 */
record ImageFacts(ContentHash content, PixelSize size, PerceptualHash likeness) {
    private static final int BYTES = 2 * Integer.BYTES + 2 * Long.BYTES;

    byte[] encode() {
        return ByteBuffer.allocate(BYTES)
                .putInt(size.width())
                .putInt(size.height())
                .putLong(likeness.bits())
                .putLong(likeness.mirrored())
                .array();
    }

    static Optional<ImageFacts> decode(ContentHash content, byte[] encoded) {
        if (encoded.length != BYTES) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(encoded);
        PixelSize size = new PixelSize(in.getInt(), in.getInt());
        return Optional.of(new ImageFacts(content, size, new PerceptualHash(in.getLong(), in.getLong())));
    }
}
