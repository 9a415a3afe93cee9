package lorasweep.worker.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import lorasweep.file.WholeFile;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialSpec;
import lorasweep.trial.TrialSpecCodec;

/**
 * Whose a trial's folder is, and when its training began.
 *
 * @param startedAt the moment of the first start, however often it was resumed
 */
record TrialIdentity(Instant startedAt) {
    private static final String SPEC = "spec.json";
    private static final String STARTED = "started-at";

    /**
     * Takes a folder for a trial, or finds it taken for the same one.
     *
     * @throws InvalidInputException if something else is in it: nothing is ever overwritten
     */
    static TrialIdentity claim(Path folder, TrialSpec spec, Instant now) throws IOException {
        Path specFile = folder.resolve(SPEC);
        Path startedFile = folder.resolve(STARTED);
        Files.createDirectories(folder);
        if (Files.exists(specFile)) {
            if (!TrialSpecCodec.read(specFile).id().equals(spec.id())) {
                throw new InvalidInputException(specFile + ": is of another trial, expected trial " + spec.id()
                        + "; give another --out folder.");
            }
        } else {
            try (Stream<Path> content = Files.list(folder)) {
                if (content.anyMatch(file -> !isOwn(file))) {
                    throw new InvalidInputException(folder + ": has files but no " + SPEC
                            + ", expected an empty folder or one of this trial; give another --out folder.");
                }
            }
            WholeFile.write(startedFile, now.toString());
            WholeFile.write(specFile, TrialSpecCodec.canonical(spec) + "\n");
        }
        return new TrialIdentity(Instant.parse(Files.readString(startedFile).strip()));
    }

    /** Left by a start that was killed before it had claimed the folder. */
    private static boolean isOwn(Path file) {
        return file.endsWith(STARTED) || WholeFile.isUnfinished(file);
    }
}
