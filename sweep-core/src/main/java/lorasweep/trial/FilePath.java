package lorasweep.trial;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A path as users write it: plain or a {@code file:} URI, which driver and executors open in place, or a place in
 * another of Hadoop's filesystems, such as {@code hdfs://host/models} or {@code s3a://bucket/data}, in Hadoop's form:
 * nothing is escaped.
 */
public final class FilePath {
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:/.*");
    private static final Pattern WEB = Pattern.compile("(?i)(https?|ftp):.*");
    private static final String FILE = "file:";

    private FilePath() {}

    /** What is wrong with a path, as the rest of a sentence that names it; empty if nothing is. */
    public static Optional<String> problem(String written) {
        if (WEB.matcher(written).matches()) {
            return Optional.of(
                    "is \"" + written + "\", expected a path or a place in a store that can be listed, such as"
                            + " hdfs: or s3a:; download it and give the path.");
        }
        boolean isMalformed = SCHEME.matcher(written).matches()
                && (isFile(written) ? path(written).isEmpty() : !isElsewhere(written));
        return isMalformed
                ? Optional.of("is \"" + written + "\", expected a path, or a URI with all its slashes, such as"
                        + " file:/data, hdfs://host/data or s3a://bucket/data; correct it.")
                : Optional.empty();
    }

    /** Whether a path is a place in another store than the machine's file system. */
    public static boolean isElsewhere(String written) {
        return ELSEWHERE.matcher(written).matches()
                && !isFile(written)
                && !WEB.matcher(written).matches();
    }

    /**
     * The path as this machine's file system writes it.
     *
     * @throws InvalidInputException if it is of another store
     */
    public static String plain(String written, String place) {
        Optional<String> problem = problem(written);
        if (problem.isPresent()) {
            throw new InvalidInputException(place + ": " + problem.get());
        }
        if (isElsewhere(written)) {
            throw new InvalidInputException(place + ": is \"" + written
                    + "\", expected a path of this machine, plain or file:/…; copy it here and give the copy's path.");
        }
        return path(written).map(Path::toString).orElse(written);
    }

    private static boolean isFile(String written) {
        return written.regionMatches(true, 0, FILE, 0, FILE.length());
    }

    private static Optional<Path> path(String written) {
        try {
            return isFile(written) ? Optional.of(Path.of(URI.create(written))) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
