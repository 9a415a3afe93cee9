package lorasweep.tensorboard;

import java.io.Closeable;
import java.io.IOException;
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
 * knows how many of them stay; every event reaches the operating system before {@link #append} returns.
 */
public final class EventFile implements Closeable {
    private final FileChannel channel;
    private final Clock clock;

    /**
     * Values of one place on the horizontal axis.
     *
     * @param step the place, an optimizer update or an epoch
     * @param values by tag, in the order in which they are written
     */
    public record Scalars(long step, Map<String, Double> values) {}

    private EventFile(FileChannel channel, Clock clock) {
        this.channel = channel;
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
            Records.write(channel, Event.version(clock.instant()).message());
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
        Records.write(channel, Event.version(clock.instant()).message());
        return new EventFile(channel, clock);
    }

    /** Adds what the HParams plugin reads. */
    public void append(HParams part) throws IOException {
        Records.write(channel, Event.of(part, clock.instant()).message());
    }

    /** Adds an event. */
    public void append(Scalars event) throws IOException {
        Records.write(
                channel,
                Event.scalars(event.step(), clock.instant(), event.values()).message());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
