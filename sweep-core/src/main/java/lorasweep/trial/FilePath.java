package lorasweep.trial;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A path as users write it: plain, or a {@code file:} URI. Driver and executors open files under the same path, so
 * other stores have to be mounted.
 */
public final class FilePath {
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*");
    private static final String FILE = "file:";

    private FilePath() {}

    /** What is wrong with a path, as the rest of a sentence that names it; empty if nothing is. */
    public static Optional<String> problem(String written) {
        boolean isElsewhere = SCHEME.matcher(written).matches() && !isFile(written);
        return isElsewhere || (isFile(written) && path(written).isEmpty())
                ? Optional.of(
                        "is \"" + written + "\", expected a path in a file system that driver and executors share,"
                                + " plain or file:/…; mount the store (NFS, a volume of Kubernetes, s3fs) and give the path it is"
                                + " mounted at.")
                : Optional.empty();
    }

    /**
     * The path as this machine's file system writes it.
     *
     * @throws InvalidInputException if it is of another store
     */
    public static String plain(String written, String place) {
        problem(written).ifPresent(problem -> {
            throw new InvalidInputException(place + ": " + problem);
        });
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
