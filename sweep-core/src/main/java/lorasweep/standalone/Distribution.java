package lorasweep.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import lorasweep.trial.InvalidInputException;

/**
 * The folder that {@code sweep dist} makes.
 *
 * @param folder absolute
 */
public record Distribution(Path folder) {
    /** The distribution in a folder. */
    public static Distribution at(Path folder) {
        return new Distribution(folder.toAbsolutePath().normalize());
    }

    /**
     * Checks that it is one.
     *
     * @throws InvalidInputException if jars are missing
     */
    public Distribution {
        if (!Files.isDirectory(folder.resolve("spark/jars")) || !Files.exists(folder.resolve("lorasweep.jar"))) {
            throw new InvalidInputException("cluster: " + folder
                    + " has no lorasweep.jar and spark/jars, expected the folder of ./sweep dist; run that first.");
        }
    }

    /** What Spark calls its home: a folder with its jars. */
    public Path sparkHome() {
        return folder.resolve("spark");
    }

    /** Spark's own classes. */
    public String sparkClassPath() {
        return folder.resolve("spark/jars") + "/*";
    }

    /** Our classes and the libraries that Spark does not bring. */
    public String ownClassPath() {
        return folder.resolve("lorasweep.jar") + ":" + folder.resolve("lib") + "/*";
    }

    /** The script that says which GPUs there are. */
    public Path gpuDiscovery() {
        return folder.resolve("spark/bin/discover-gpus.sh");
    }
}
