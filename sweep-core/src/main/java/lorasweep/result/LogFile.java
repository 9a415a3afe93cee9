package lorasweep.result;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorasweep.trial.InvalidInputException;

/**
 * A file of JSON lines: a header, then rows in the order of their steps.
 *
 * @param headerType what the first line holds
 * @param format what {@code format} of the header must say
 * @param rowType what every further line holds
 * @param rowsPerStep whether several rows may belong to one step
 */
record LogFile<H extends LogFile.Header, R extends AtStep>(
        Path path, String format, Class<H> headerType, Class<R> rowType, RowsPerStep rowsPerStep) {
    /** The version of all logs that this code writes and reads. */
    static final int VERSION = 1;

    /** How many rows a step may have. */
    enum RowsPerStep {
        ONE,
        SEVERAL
    }

    /** What every header says. */
    interface Header {
        /** Which log this is. */
        String format();

        /** The version of its layout. */
        int version();
    }

    /** A header that says nothing more. */
    record PlainHeader(String format, int version) implements Header {}

    /** The first fields of any header, whatever follows. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record AnyHeader(String format, int version) {}

    /** A log's content. */
    record Content<H, R>(H header, List<R> rows) {}

    /**
     * All complete lines; empty if there is no file or not even a complete header.
     *
     * @throws InvalidInputException if a complete line cannot be read or the steps go backwards
     */
    Optional<Content<H, R>> read() throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try (CompleteLines lines = CompleteLines.of(path)) {
            byte[] first = lines.next();
            if (first == null) {
                return Optional.empty();
            }
            H header = header(first, lines.place());
            List<R> rows = new ArrayList<>();
            long previous = -1;
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                R row = ResultJson.read(line, rowType, lines.place());
                if (row.step() < previous || (row.step() == previous && rowsPerStep == RowsPerStep.ONE)) {
                    throw new InvalidInputException(lines.place() + ": step " + row.step() + " after step " + previous
                            + ", expected rising steps; two processes may have written this trial at once, delete"
                            + " its folder to train it again.");
                }
                previous = row.step();
                rows.add(row);
            }
            return Optional.of(new Content<>(header, rows));
        }
    }

    private H header(byte[] line, String place) {
        AnyHeader any = ResultJson.read(line, AnyHeader.class, place);
        if (!format.equals(any.format()) || any.version() != VERSION) {
            throw new InvalidInputException(place + ": format \"" + any.format() + "\" version " + any.version()
                    + ", expected \"" + format + "\" version " + VERSION + "; use the lorasweep that wrote it.");
        }
        return ResultJson.read(line, headerType, place);
    }

    /**
     * The log, ready for the next row. A torn last line is cut off.
     *
     * @throws InvalidInputException if the file's header is another one
     */
    ResultLog<R> open(H header) throws IOException {
        long end = 0;
        if (Files.exists(path)) {
            try (CompleteLines lines = CompleteLines.of(path)) {
                byte[] first = lines.next();
                if (first != null && !header(first, lines.place()).equals(header)) {
                    throw new InvalidInputException(lines.place() + ": the header differs from this run's, expected "
                            + "the same probes and base; delete the trial's folder to train it again.");
                }
                while (first != null && lines.next() != null) {
                    // Only where the last complete line ends is wanted.
                }
                end = lines.end();
            }
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(end).position(end);
        ResultLog<R> log = new ResultLog<>(channel);
        if (end == 0) {
            log.begin(header);
        }
        return log;
    }

    /** Cuts off every row of a later step. */
    void rewindTo(long step) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        long end;
        try (CompleteLines lines = CompleteLines.of(path)) {
            byte[] line = lines.next();
            end = lines.end();
            for (line = line == null ? null : lines.next(); line != null; line = lines.next()) {
                if (ResultJson.read(line, rowType, lines.place()).step() > step) {
                    break;
                }
                end = lines.end();
            }
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(end);
        }
    }
}
