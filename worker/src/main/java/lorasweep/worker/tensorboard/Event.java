package lorasweep.worker.tensorboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Map;

/**
 * One message of an event file, in protocol buffers' wire format (tensorflow's {@code event.proto} and
 * {@code summary.proto}): wall time (field 1, double), step (2, int64), and either the file's version
 * (3, string) or a summary (5) of values (1), each with a tag (1, string) and a simple value (2, float).
 *
 * @param message its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // written out, never compared
record Event(byte[] message) {
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;
    private static final int WIRE_TYPE_BITS = 3;
    private static final int VARINT_BITS = 7;
    private static final int VARINT_MORE = 0x80;
    private static final double NANOS = 1e9;

    /** What every file begins with. */
    static Event version(Instant time) {
        ByteArrayOutputStream out = begin(time);
        bytes(out, 3, "brain.Event:2".getBytes(UTF_8));
        return new Event(out.toByteArray());
    }

    /** Values of one step, in the map's order. */
    static Event scalars(long step, Instant time, Map<String, Double> values) {
        ByteArrayOutputStream summary = new ByteArrayOutputStream();
        values.forEach((tag, value) -> {
            ByteArrayOutputStream one = new ByteArrayOutputStream();
            bytes(one, 1, tag.getBytes(UTF_8));
            key(one, 2, FIXED_32);
            one.writeBytes(little(Float.BYTES).putFloat(value.floatValue()).array());
            bytes(summary, 1, one.toByteArray());
        });
        ByteArrayOutputStream out = begin(time);
        key(out, 2, 0);
        varint(out, step);
        bytes(out, 5, summary.toByteArray());
        return new Event(out.toByteArray());
    }

    private static ByteArrayOutputStream begin(Instant time) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        key(out, 1, FIXED_64);
        double seconds = time.getEpochSecond() + time.getNano() / NANOS;
        out.writeBytes(little(Double.BYTES).putDouble(seconds).array());
        return out;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void bytes(ByteArrayOutputStream out, int field, byte[] content) {
        key(out, field, BYTES);
        varint(out, content.length);
        out.writeBytes(content);
    }

    private static void key(ByteArrayOutputStream out, int field, int wireType) {
        varint(out, (long) field << WIRE_TYPE_BITS | wireType);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (rest >>> VARINT_BITS != 0) {
            out.write((int) (rest & (VARINT_MORE - 1)) | VARINT_MORE);
            rest >>>= VARINT_BITS;
        }
        out.write((int) rest);
    }
}
