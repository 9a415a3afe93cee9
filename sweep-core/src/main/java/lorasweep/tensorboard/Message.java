package lorasweep.tensorboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** A message in protocol buffers' wire format, field by field in the order in which they are put. */
final class Message {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;
    private static final int WIRE_TYPE_BITS = 3;
    private static final int VARINT_BITS = 7;
    private static final int VARINT_MORE = 0x80;
    private static final int FIRST_CAPACITY = 64;

    private byte[] buffer = new byte[FIRST_CAPACITY];
    private int size;

    /** The bytes so far. */
    byte[] bytes() {
        return Arrays.copyOf(buffer, size);
    }

    Message put(int field, byte[] content) {
        return put(field, content, content.length);
    }

    Message put(int field, String text) {
        return put(field, text.getBytes(UTF_8));
    }

    Message put(int field, Message message) {
        return put(field, message.buffer, message.size);
    }

    Message put(int field, long number) {
        key(field, VARINT);
        varint(number);
        return this;
    }

    Message put(int field, float number) {
        key(field, FIXED_32);
        little(Float.floatToIntBits(number), Float.BYTES);
        return this;
    }

    Message put(int field, double number) {
        key(field, FIXED_64);
        little(Double.doubleToLongBits(number), Double.BYTES);
        return this;
    }

    private Message put(int field, byte[] content, int length) {
        key(field, BYTES);
        varint(length);
        reserve(length);
        System.arraycopy(content, 0, buffer, size, length);
        size += length;
        return this;
    }

    private void key(int field, int wireType) {
        varint((long) field << WIRE_TYPE_BITS | wireType);
    }

    private void varint(long value) {
        long rest = value;
        while (rest >>> VARINT_BITS != 0) {
            add((int) (rest & (VARINT_MORE - 1)) | VARINT_MORE);
            rest >>>= VARINT_BITS;
        }
        add((int) rest);
    }

    /** The lowest bytes of a number, lowest first. */
    private void little(long bits, int bytes) {
        for (int i = 0; i < bytes; i++) {
            add((int) (bits >>> (Byte.SIZE * i)));
        }
    }

    private void add(int value) {
        reserve(1);
        buffer[size++] = (byte) value;
    }

    private void reserve(int bytes) {
        if (bytes > buffer.length - size) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + bytes));
        }
    }
}
