package lorasweep.tensorboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A message in protocol buffers' wire format, field by field in the order in which they are put. */
final class Message {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;
    private static final int WIRE_TYPE_BITS = 3;
    private static final int VARINT_BITS = 7;
    private static final int VARINT_MORE = 0x80;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** The bytes so far. */
    byte[] bytes() {
        return out.toByteArray();
    }

    Message put(int field, byte[] content) {
        key(field, BYTES);
        varint(content.length);
        out.writeBytes(content);
        return this;
    }

    Message put(int field, String text) {
        return put(field, text.getBytes(UTF_8));
    }

    Message put(int field, Message message) {
        return put(field, message.bytes());
    }

    Message put(int field, long number) {
        key(field, VARINT);
        varint(number);
        return this;
    }

    Message put(int field, float number) {
        key(field, FIXED_32);
        out.writeBytes(little(Float.BYTES).putFloat(number).array());
        return this;
    }

    Message put(int field, double number) {
        key(field, FIXED_64);
        out.writeBytes(little(Double.BYTES).putDouble(number).array());
        return this;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void key(int field, int wireType) {
        varint((long) field << WIRE_TYPE_BITS | wireType);
    }

    private void varint(long value) {
        long rest = value;
        while (rest >>> VARINT_BITS != 0) {
            out.write((int) (rest & (VARINT_MORE - 1)) | VARINT_MORE);
            rest >>>= VARINT_BITS;
        }
        out.write((int) rest);
    }
}
