package lorasweep.sweep;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import lorasweep.trial.InvalidInputException;

/**
 * The history of a sweep: a file of JSON lines that is only ever appended to, by one driver. What was
 * appended is on the disk. A last line without its line feed was being written when the driver was
 * killed; readers take it for never written and the next driver cuts it off.
 *
 * <p>Not safe between threads.
 */
public final class Ledger implements Closeable {
    private static final byte LINE_FEED = '\n';
    private static final int TAIL_BYTES = 1 << 16;

    private final FileChannel channel;

    private Ledger(FileChannel channel) {
        this.channel = channel;
    }

    /** Opens a ledger for appending; the file is made if there is none. */
    public static Ledger open(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        long end = endOfLastLine(file);
        channel.truncate(end).position(end);
        return new Ledger(channel);
    }

    /** Adds events in this order; they are on the disk when this returns. */
    public void append(List<? extends LedgerEvent> events) throws IOException {
        if (events.isEmpty()) {
            return;
        }
        List<byte[]> lines = events.stream().map(LedgerJson::write).toList();
        ByteBuffer buffer = ByteBuffer.allocate(
                lines.stream().mapToInt(line -> line.length + 1).sum());
        lines.forEach(line -> buffer.put(line).put(LINE_FEED));
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /**
     * All events so far, also while a driver appends; none if there is no file.
     *
     * @throws InvalidInputException if a complete line cannot be read
     */
    public static List<LedgerEvent> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        byte[] bytes = Files.readAllBytes(file);
        List<LedgerEvent> events = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == LINE_FEED) {
                events.add(LedgerJson.read(bytes, from, i - from, file + ":" + (events.size() + 1)));
                from = i + 1;
            }
        }
        return events;
    }

    private static long endOfLastLine(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            long until = bytes.length();
            while (until > 0) {
                byte[] tail = new byte[(int) Math.min(TAIL_BYTES, until)];
                bytes.seek(until - tail.length);
                bytes.readFully(tail);
                for (int i = tail.length - 1; i >= 0; i--) {
                    if (tail[i] == LINE_FEED) {
                        return until - tail.length + i + 1;
                    }
                }
                until -= tail.length;
            }
            return 0;
        }
    }
}
