package lorasweep.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import lorasweep.trial.InputPaths;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialSpec;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.AccessControlException;

/** Looks at what trials name in other stores, without reading it. */
public final class InputCheck {
    private static final Set<String> FOLDERS = Set.of("train_data_dir", "reg_data_dir", "heldout_path");
    private static final String MODEL = ".safetensors";

    private InputCheck() {}

    /**
     * Checks that all of it is there, of its kind, and may be read.
     *
     * @param out where results are to go, if that is in another store: must be writable
     * @throws InvalidInputException with a line for each that is not
     */
    public static void of(Collection<TrialSpec> trials, Optional<String> out, Stores stores) {
        Set<Map.Entry<String, String>> named = new LinkedHashSet<>();
        trials.forEach(trial -> named.addAll(InputPaths.elsewhere(trial).entrySet()));
        List<String> problems = new ArrayList<>();
        named.forEach(entry -> problem(entry.getKey(), entry.getValue(), stores)
                .ifPresent(problem -> problems.add(entry.getKey() + ": " + problem)));
        out.flatMap(place -> unwritable(place, stores)).ifPresent(problem -> problems.add("--out: " + problem));
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
    }

    private static Optional<String> unwritable(String written, Stores stores) {
        try {
            var trace = new org.apache.hadoop.fs.Path(written, ".lorasweep-" + UUID.randomUUID());
            FileSystem store = stores.fileSystem(trace);
            store.create(trace, true).close();
            store.delete(trace, false);
            return Optional.empty();
        } catch (IOException | IllegalArgumentException unwritable) {
            return Optional.of(explained(written, unwritable));
        }
    }

    private static Optional<String> problem(String setting, String written, Stores stores) {
        try {
            var place = new org.apache.hadoop.fs.Path(written);
            FileSystem store = stores.fileSystem(place);
            FileStatus status = store.getFileStatus(place);
            boolean wantsFolder = FOLDERS.contains(setting);
            if (wantsFolder && !status.isDirectory()) {
                return Optional.of("\"" + written + "\" is a file, expected a folder of images; correct the path.");
            }
            if (!wantsFolder && status.isFile() && !written.endsWith(MODEL)) {
                return Optional.of("\"" + written + "\" is a file of another kind, expected a " + MODEL
                        + " file or a folder of diffusers; correct the path.");
            }
            if (status.isDirectory()) {
                store.listStatus(place);
            } else {
                store.open(place).close();
            }
            return Optional.empty();
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.of(explained(written, unreadable));
        }
    }

    /** Why a place cannot be read, as the rest of a sentence that names what it is for. */
    static String explained(String written, Exception failure) {
        String named = "\"" + written + "\" ";
        if (failure instanceof Stores.NoStoreException) {
            return named + failure.getMessage();
        }
        if (failure instanceof FileNotFoundException) {
            return named + "does not exist, expected a place that can be read; correct the path.";
        }
        if (failure instanceof AccessControlException || failure instanceof AccessDeniedException) {
            return named + "may not be used (" + firstLine(failure)
                    + "), expected rights to it; check the rights and the credentials in spark.hadoop.*.";
        }
        return named + "cannot be used (" + firstLine(failure)
                + "), expected a place that can; correct the path, or the"
                + " settings of the store in spark.hadoop.*.";
    }

    private static String firstLine(Exception failure) {
        return failure.toString().lines().findFirst().orElse("");
    }
}
