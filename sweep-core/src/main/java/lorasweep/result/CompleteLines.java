package lorasweep.result;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import lorasweep.trial.InvalidInputException;
import org.jspecify.annotations.Nullable;

/** The lines of a file that end with a line feed; what follows the last one was never finished. */
final class CompleteLines implements Closeable {
    private static final int MAX_LINE_BYTES = 1 << 26;
    private static final int LARGEST_BUFFER = 1 << 16;
    private static final int SMALLEST_BUFFER = 1 << 10;

    private final Path path;
    private final InputStream in;
    private final byte[] buffer;
    private int from;
    private int until;
    private long end;
    private int number;

    private CompleteLines(Path path, InputStream in, int bufferBytes) {
        this.path = path;
        this.in = in;
        this.buffer = new byte[bufferBytes];
    }

    static CompleteLines of(Path path) throws IOException {
        int bytes = (int) Math.max(SMALLEST_BUFFER, Math.min(LARGEST_BUFFER, Files.size(path)));
        return new CompleteLines(path, Files.newInputStream(path), bytes);
    }

    /** The next line without its line feed, or null after the last complete one. */
    byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            for (int i = from; i < until; i++) {
                if (buffer[i] == '\n') {
                    line.write(buffer, from, i - from);
                    from = i + 1;
                    number++;
                    end += line.size() + 1L;
                    return line.toByteArray();
                }
            }
            line.write(buffer, from, until - from);
            if (line.size() > MAX_LINE_BYTES) {
                throw new InvalidInputException(path + ":" + (number + 1) + ": a line of more than " + MAX_LINE_BYTES
                        + " bytes, expected a row of results; remove the file, it is not one of ours.");
            }
            from = 0;
            until = in.read(buffer);
            if (until < 0) {
                until = 0;
                return null;
            }
        }
    }

    /** Where the line read last ends, its line feed included, in bytes from the beginning. */
    long end() {
        return end;
    }

    /** "file:line" of the line read last. */
    String place() {
        return path + ":" + number;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
