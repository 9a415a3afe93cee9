package lorasweep.result;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A log of a trial, open for appending. Every row reaches the operating system in one write before
 * {@link #append} returns, so a killed process loses at most the row it was writing, and readers take
 * a torn row for one that was never written.
 *
 * <p>One writer at a time; not safe between threads.
 *
 * @param <R> what a row holds
 */
public final class ResultLog<R extends AtStep> implements Closeable {
    private final FileChannel channel;

    ResultLog(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Adds a row.
     *
     * @throws IOException if the file cannot be written
     */
    public void append(R row) throws IOException {
        writeLine(channel, row);
    }

    static void writeLine(FileChannel channel, Object value) throws IOException {
        byte[] json = ResultJson.write(value);
        ByteBuffer line =
                ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
