package lorasweep.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lorasweep.result.TrialFolder;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialId;
import lorasweep.trial.Unreadable;

/**
 * Where the files of a sweep are. Knows names only; nothing need exist.
 *
 * @param path the sweep's folder, absolute
 */
public record SweepFolder(Path path) {
    private static final String LEDGER = "ledger.jsonl";

    /** Makes the path absolute. */
    public SweepFolder {
        path = path.toAbsolutePath().normalize();
    }

    /** The folder of a sweep among all output. */
    public static SweepFolder of(Path out, String sweepName) {
        return new SweepFolder(out.resolve(sweepName));
    }

    /**
     * The sweep that a user means: the folder itself, or the only sweep in it.
     *
     * @throws InvalidInputException if there is none, or several
     */
    public static SweepFolder find(Path folder) {
        if (Files.exists(folder.resolve(LEDGER))) {
            return new SweepFolder(folder);
        }
        List<Path> sweeps;
        try (Stream<Path> inside = Files.list(folder)) {
            sweeps = inside.filter(path -> Files.exists(path.resolve(LEDGER)))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new InvalidInputException(
                    folder + ": cannot be listed (" + Unreadable.because(unreadable) + "), expected a sweep's folder.",
                    unreadable);
        }
        if (sweeps.size() != 1) {
            throw new InvalidInputException(folder + ": has " + (sweeps.isEmpty() ? "no " : "several ") + LEDGER
                    + (sweeps.isEmpty() ? "" : " below it, in " + sweeps)
                    + ", expected the folder of one sweep; it is printed by sweep run.");
        }
        return new SweepFolder(sweeps.get(0));
    }

    /** The grid file as it was when the sweep ran last. */
    public Path gridFile() {
        return path.resolve("grid.yaml");
    }

    /** What is to be trained: the JSON of {@link lorasweep.plan.PlanJson}. */
    public Path planFile() {
        return path.resolve("plan.json");
    }

    /** Versions and machine of the run that was last. */
    public Path environmentFile() {
        return path.resolve("environment.json");
    }

    /** What happened. */
    public Path ledgerFile() {
        return path.resolve(LEDGER);
    }

    /** The report, which opens from disk. */
    public Path reportFile() {
        return path.resolve("report.html");
    }

    /** One folder for each trial. */
    public Path trialsFolder() {
        return path.resolve("trials");
    }

    /** The results of a trial. */
    public TrialFolder trial(TrialId trial) {
        return TrialFolder.at(trialsFolder().resolve(trial.text()));
    }

    /** What trials share: latents and the like. */
    public Path cacheFolder() {
        return path.resolve("cache");
    }

    /** The checkpoints that were picked. */
    public Path bestFolder() {
        return path.resolve("best");
    }

    /** Logs of driver and executors. */
    public Path logsFolder() {
        return path.resolve("logs");
    }

    /** What Spark says where we have started it ourselves. */
    public Path sparkLog() {
        return logsFolder().resolve("spark.log");
    }

    /** Locked by the driver as long as it runs. */
    public Path driverLock() {
        return path.resolve("driver.lock");
    }

    /** Asks the driver to stop; what it holds says how. */
    public Path stopFile() {
        return path.resolve("stop");
    }
}
