package lorasweep.report.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import lorasweep.result.TrialResult;
import lorasweep.trial.TrialId;

/**
 * What was read of trials that have ended, so that a report that is made again and again reads the files of each once.
 * A trial has ended when its outcome is there, the last file to be written; one that was begun anew has another. What
 * memory is needed for is forgotten.
 */
public final class TrialCache {
    private final Map<TrialId, SoftReference<Known>> known = new ConcurrentHashMap<>();

    /** The outcome's file when a trial was read, and how many points its curves were thinned out to. */
    private record Stamp(FileTime at, long size, Object file, int points) {}

    /** What a trial's files say. */
    record Read(TrialResult result, TrialReadings.Reading reading) {}

    private record Known(Stamp stamp, Read read) {}

    /**
     * A trial as it was read when it ended, or as it is read now.
     *
     * @param outcome its outcome's file
     * @param points of its curves
     */
    Read of(TrialId trial, Path outcome, int points, Supplier<Read> reader) {
        Optional<Stamp> stamp = stamp(outcome, points);
        Known before =
                Optional.ofNullable(known.get(trial)).map(SoftReference::get).orElse(null);
        if (before != null && stamp.filter(before.stamp()::equals).isPresent()) {
            return before.read();
        }
        Read read = reader.get();
        stamp.ifPresent(now -> known.put(trial, new SoftReference<>(new Known(now, read))));
        return read;
    }

    private static Optional<Stamp> stamp(Path outcome, int points) {
        try {
            BasicFileAttributes file = Files.readAttributes(outcome, BasicFileAttributes.class);
            return Optional.of(new Stamp(
                    file.lastModifiedTime(),
                    file.size(),
                    Optional.ofNullable(file.fileKey()).orElse(""),
                    points));
        } catch (NoSuchFileException runs) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
