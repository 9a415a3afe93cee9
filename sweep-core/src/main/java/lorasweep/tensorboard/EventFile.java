package lorasweep.tensorboard;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A trial's event file, open for appending. One event for each row of the trial's logs, so a resumed run
 * knows how many of them stay. Events are gathered and reach the operating system many at a time, as rows of a {@link
 * lorasweep.result.ResultLog} do.
 */
public final class EventFile implements Closeable {
    private static final int BUFFER = 1 << 14;

    private final OutputStream out;
    private final Clock clock;

    /**
     * Values of one place on the horizontal axis.
     *
     * @param step the place, an optimizer update or an epoch
     * @param values by tag, in the order in which they are written
     */
    public record Scalars(long step, Map<String, Double> values) {}

    private EventFile(FileChannel channel, Clock clock) {
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
        this.clock = clock;
    }

    /**
     * Opens the file of a trial with exactly these events in it: those that are there already keep their
     * times and are not written again, later ones are cut off. Where the file has fewer, it is written
     * anew.
     *
     * @param folder made if missing
     * @param startedAt when the trial began, part of the file's name
     * @param events recorded so far
     * @param clock tells the times of events
     */
    public static EventFile open(Path folder, Instant startedAt, List<Scalars> events, Clock clock) throws IOException {
        Files.createDirectories(folder);
        Path path = folder.resolve("events.out.tfevents.%010d.lorasweep".formatted(startedAt.getEpochSecond()));
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        EventFile file = new EventFile(channel, clock);
        long end = Records.end(channel, 1L + events.size());
        if (end >= 0) {
            channel.truncate(end).position(end);
        } else {
            channel.truncate(0);
            file.begin();
            for (Scalars event : events) {
                file.append(event);
            }
        }
        return file;
    }

    /** An empty file in the place of whatever is there. */
    public static EventFile create(Path path, Clock clock) throws IOException {
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        EventFile file = new EventFile(channel, clock);
        file.begin();
        return file;
    }

    private void begin() throws IOException {
        Records.write(out, Event.version(clock.instant()).message());
    }

    /** Adds what the HParams plugin reads. */
    public void append(HParams part) throws IOException {
        Records.write(out, Event.of(part, clock.instant()).message());
    }

    /** Adds an event. */
    public void append(Scalars event) throws IOException {
        Records.write(
                out,
                Event.scalars(event.step(), clock.instant(), event.values()).message());
    }

    /** Hands what was added to the operating system, where TensorBoard sees it and a killed process does not lose it. */
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
