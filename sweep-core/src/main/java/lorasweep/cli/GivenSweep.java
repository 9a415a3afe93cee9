package lorasweep.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import lorasweep.store.RemoteSweep;
import lorasweep.store.Stores;
import lorasweep.store.TrialFiles;
import lorasweep.sweep.SweepFolder;
import lorasweep.trial.FilePath;
import lorasweep.trial.TrialId;

/**
 * The sweep that a verb is told of: a folder, or a place in another store, of which a mirror on this machine is read.
 *
 * @param folder of this machine
 * @param remote the sweep in the store, if the folder is a mirror
 */
public record GivenSweep(SweepFolder folder, Optional<RemoteSweep> remote) {
    /**
     * Finds a sweep.
     *
     * @param written as the user has written it
     * @throws lorasweep.trial.InvalidInputException if there is none, or several
     */
    public static GivenSweep find(String written) {
        if (!FilePath.isElsewhere(written)) {
            return new GivenSweep(SweepFolder.find(Path.of(FilePath.plain(written, "sweep"))), Optional.empty());
        }
        RemoteSweep remote = RemoteSweep.find(Stores.of(System.getProperties()), written);
        return new GivenSweep(remote.folder(), Optional.of(remote));
    }

    /**
     * A folder that says how the sweep stands now.
     *
     * @param wanted of each trial
     */
    public SweepFolder upToDate(TrialFiles wanted) throws IOException {
        if (remote.isPresent()) {
            remote.get().fetchOwn();
            remote.get().fetchTrials(wanted);
        }
        return folder;
    }

    /** Brings more files of a trial. */
    void fetch(TrialId trial, Predicate<String> wanted) throws IOException {
        if (remote.isPresent()) {
            remote.get().fetch(trial, wanted);
        }
    }

    /**
     * Puts files that were made in the folder where the sweep is.
     *
     * @return where they are now
     */
    public List<String> show(List<Path> files) throws IOException {
        return remote.isPresent()
                ? remote.get().show(files)
                : files.stream().map(Path::toString).toList();
    }

    /** Where the sweep is. */
    public String place() {
        return remote.map(RemoteSweep::place).orElse(folder.path().toString());
    }
}
