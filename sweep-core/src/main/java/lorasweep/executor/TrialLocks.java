package lorasweep.executor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import lorasweep.trial.TrialId;

/**
 * The operating system's locks on a pack's trials. A process that was given up but still
 * lives, because it was frozen or cut off, holds its locks until it is gone: whoever comes after it cannot
 * write into the same files. A killed process holds none.
 */
final class TrialLocks implements AutoCloseable {
    /** Beside the trials' folders, which hold nothing but what trials leave behind. */
    private static final String FOLDER = "locks";

    private final List<FileChannel> held = new ArrayList<>();

    private TrialLocks() {}

    /**
     * Locks all these trials, or none.
     *
     * @return whether they are locked is {@link #isHeld()}
     * @throws IOException if the locks cannot be written
     */
    static TrialLocks tryTo(Path trialsFolder, List<TrialId> trials) throws IOException {
        TrialLocks locks = new TrialLocks();
        Path folder = Files.createDirectories(trialsFolder.resolveSibling(FOLDER));
        for (TrialId trial : trials) {
            if (!locks.add(folder.resolve(trial.text()))) {
                locks.close();
                return locks;
            }
        }
        return locks;
    }

    boolean isHeld() {
        return !held.isEmpty();
    }

    private boolean add(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        held.add(channel);
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldInThisProcess) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        for (FileChannel channel : held) {
            channel.close();
        }
        held.clear();
    }
}
