package lorasweep.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import lorasweep.plan.FolderListing;
import lorasweep.trial.FilePath;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.util.VersionInfo;
import org.jspecify.annotations.Nullable;

/**
 * The stores that Hadoop knows in this process, and where on this machine copies of what is in them are kept. Nothing
 * of Hadoop is loaded before a store is used.
 */
public final class Stores implements FolderListing {
    /** Spark's name for the folder on each machine that holds copies and what is being worked on. */
    static final String LOCAL_FOLDER = "spark.lorasweep.localFolder";

    private static final int HASH_DIGITS = 16;
    private static final String HADOOP = "spark.hadoop.";

    private final Map<String, String> settings;
    private final Path localFolder;
    private @Nullable Configuration configuration;

    private Stores(Map<String, String> settings) {
        this.settings = Map.copyOf(settings);
        this.localFolder = settings.containsKey(LOCAL_FOLDER)
                ? Path.of(settings.get(LOCAL_FOLDER)).toAbsolutePath()
                : home().resolve(".cache").resolve("lorasweep");
    }

    /** The user's home, or where there is none, as in some containers, the folder for temporary files. */
    private static Path home() {
        Path home = Path.of(System.getProperty("user.home"));
        return Files.isWritable(home) ? home : Path.of(System.getProperty("java.io.tmpdir"));
    }

    /**
     * Stores by Spark's settings.
     *
     * @param settings those that begin with {@code spark.hadoop.} go to Hadoop; {@code spark.lorasweep.localFolder}
     *     is where copies go, by default {@code .cache/lorasweep} in the user's home
     */
    public static Stores of(Map<String, String> settings) {
        return new Stores(settings);
    }

    /** Stores by the settings that a process was started with, under spark-submit or without. */
    public static Stores of(Properties properties) {
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith("spark."))
                .forEach(name -> settings.put(name, properties.getProperty(name)));
        return new Stores(settings);
    }

    /** Where copies and what is being worked on are, on this machine. */
    Path localFolder() {
        return localFolder;
    }

    /** The folder of this machine that stands for a place while it is worked on; a path stands for itself. */
    public Path workFolder(String written) {
        return FilePath.isElsewhere(written)
                ? localFolder
                        .resolve("work")
                        .resolve(Sha256.of(written.getBytes(UTF_8)).substring(0, HASH_DIGITS))
                        .resolve(written.substring(1 + written.lastIndexOf('/')))
                : Path.of(written);
    }

    /** What trials and sweeps of this machine share, if it cannot be where the user wants it. */
    public Path cacheFolder(String written) {
        return FilePath.isElsewhere(written) ? localFolder.resolve("cache") : Path.of(written);
    }

    /**
     * The store of a place.
     *
     * @throws NoStoreException if Hadoop has none for it
     * @throws IOException if it cannot be reached
     */
    FileSystem fileSystem(org.apache.hadoop.fs.Path place) throws IOException {
        try {
            return place.getFileSystem(configuration());
        } catch (UnsupportedFileSystemException unknown) {
            throw new NoStoreException(advice(place.toUri().getScheme()), unknown);
        } catch (RuntimeException missing) {
            if (missing.getCause() instanceof ClassNotFoundException) {
                throw new NoStoreException(advice(place.toUri().getScheme()), missing);
            }
            throw new IOException(missing.getMessage(), missing);
        }
    }

    /** Read from files once, which takes a while. */
    private synchronized Configuration configuration() {
        if (configuration == null) {
            Configuration read = new Configuration();
            settings.forEach((name, value) -> {
                if (name.startsWith(HADOOP)) {
                    read.set(name.substring(HADOOP.length()), value);
                }
            });
            configuration = read;
        }
        return configuration;
    }

    /** Nobody here knows the scheme; the message is the rest of a sentence that names the place. */
    static final class NoStoreException extends IOException {
        private static final long serialVersionUID = 1L;

        NoStoreException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static String advice(String scheme) {
        String hadoop = VersionInfo.getVersion();
        String coordinates = switch (scheme) {
            case "s3a" -> "org.apache.hadoop:hadoop-aws:" + hadoop;
            case "abfs", "abfss", "wasb", "wasbs" -> "org.apache.hadoop:hadoop-azure:" + hadoop;
            default -> "GROUP:ARTIFACT:VERSION";
        };
        String hint = scheme.equals("s3") || scheme.equals("s3n") ? "write s3a://" : "name the jar that has it";
        boolean isKnown = !coordinates.startsWith("GROUP");
        return "is of \"" + scheme + ":\", which no filesystem of Hadoop here knows, expected "
                + (isKnown ? "the jar of " + coordinates : "its jar")
                + " on the class path of driver and executors; "
                + (isKnown ? "submit" : hint + ", or submit")
                + " with spark-submit --packages " + coordinates + ".";
    }

    @Override
    public List<Entry> entries(String folder) throws IOException {
        if (!FilePath.isElsewhere(folder)) {
            return LOCAL.entries(folder);
        }
        var place = new org.apache.hadoop.fs.Path(folder);
        List<Entry> entries = new ArrayList<>();
        for (FileStatus status : fileSystem(place).listStatus(place)) {
            if (status.getPath().equals(place) && status.isFile()) {
                throw new IOException(folder + " is a file");
            }
            entries.add(new Entry(status.getPath().getName(), status.isDirectory()));
        }
        entries.sort(Comparator.comparing(Entry::name));
        return entries;
    }
}
