package lorasweep.worker.safetensors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The bytes of a part of a file as a stream, which is read in the pieces that its reader asks for. */
final class FileRange extends InputStream {
    private final FileChannel channel;
    private final long end;
    private long position;

    /** The bytes from {@code begin} up to, not including, {@code end}. */
    FileRange(FileChannel channel, long begin, long end) {
        this.channel = channel;
        this.position = begin;
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (position >= end) {
            return -1;
        }
        ByteBuffer buffer = ByteBuffer.wrap(target, offset, (int) Math.min(length, end - position));
        int count = channel.read(buffer, position);
        if (count < 0) {
            throw new IOException("the file became shorter while it was read");
        }
        position += count;
        return count;
    }
}
