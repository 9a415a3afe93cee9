package lorasweep.tensorboard;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/**
 * TFRecord framing: the content's length (8 bytes, little endian), the masked CRC-32C of those 8 bytes,
 * the content, its masked CRC-32C. Masked: rotated right by 15 bits, plus 0xa282ead8.
 */
final class Records {
    private static final int HEAD = Long.BYTES + Integer.BYTES;
    private static final int ROTATION = 15;
    private static final int MASK = 0xa282ead8;

    private Records() {}

    /** Writes one record, in one write. */
    static void write(OutputStream out, byte[] content) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(HEAD + content.length + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(content.length);
        record.putInt(masked(record.array(), Long.BYTES)).put(content).putInt(masked(content, content.length));
        out.write(record.array());
    }

    /**
     * Where a number of records ends.
     *
     * @return bytes from the beginning, or -1 if there are not as many whole records
     */
    static long end(FileChannel channel, long records) throws IOException {
        long end = 0;
        for (long i = 0; i < records; i++) {
            byte[] bytes = new byte[HEAD];
            ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            read(channel, end, head);
            if (head.hasRemaining()) {
                return -1;
            }
            long length = head.getLong(0);
            boolean isWhole = length >= 0
                    && length <= channel.size() - end - HEAD - Integer.BYTES
                    && masked(bytes, Long.BYTES) == head.getInt(Long.BYTES);
            if (!isWhole) {
                return -1;
            }
            end += HEAD + length + Integer.BYTES;
        }
        return end;
    }

    private static void read(FileChannel channel, long from, ByteBuffer bytes) throws IOException {
        int read = 0;
        while (bytes.hasRemaining() && read >= 0) {
            read = channel.read(bytes, from + bytes.position());
        }
    }

    private static int masked(byte[] bytes, int count) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, count);
        return Integer.rotateRight((int) crc.getValue(), ROTATION) + MASK;
    }
}
