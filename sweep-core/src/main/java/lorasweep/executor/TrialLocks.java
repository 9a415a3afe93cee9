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
 * The operating system's locks on the folders of a pack's trials. A process that was given up but still
 * lives, because it was frozen or cut off, holds its locks until it is gone: whoever comes after it cannot
 * write into the same files. A killed process holds none.
 */
final class TrialLocks implements AutoCloseable {
    private static final String NAME = "owner.lock";

    private final List<FileChannel> held = new ArrayList<>();

    private TrialLocks() {}

    /**
     * Locks the folders of all these trials, or none.
     *
     * @return whether they are locked is {@link #isHeld()}
     * @throws IOException if the folders cannot be written
     */
    static TrialLocks tryTo(Path trialsFolder, List<TrialId> trials) throws IOException {
        TrialLocks locks = new TrialLocks();
        for (TrialId trial : trials) {
            Path folder = Files.createDirectories(trialsFolder.resolve(trial.text()));
            if (!locks.add(folder.resolve(NAME))) {
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
