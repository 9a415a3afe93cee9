package lorasweep.result;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;

/**
 * A log of a trial, open for appending. Rows are gathered and reach the operating system many at a time, whole rows
 * in each write: when the buffer is full, when {@link #flush} is called, and at the end. A killed process loses those
 * since, and readers take a torn row for one that was never written.
 *
 * <p>One writer at a time; not safe between threads.
 *
 * @param <R> what a row holds
 */
public final class ResultLog<R extends AtStep> implements Closeable {
    private static final int BUFFER = 1 << 14;

    private final OutputStream out;

    ResultLog(FileChannel channel) {
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
    }

    /**
     * Adds a row.
     *
     * @throws IOException if the file cannot be written
     */
    public void append(R row) throws IOException {
        out.write(ResultJson.line(row));
    }

    /** Begins an empty log. */
    void begin(LogFile.Header header) throws IOException {
        out.write(ResultJson.line(header));
        out.flush();
    }

    /**
     * Hands what was added to the operating system, where readers see it and a killed process does not lose it.
     *
     * @throws IOException if the file cannot be written
     */
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
