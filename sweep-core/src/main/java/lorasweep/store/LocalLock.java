package lorasweep.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/** One at a time among all threads and processes of a machine; whoever comes later waits. */
final class LocalLock implements Closeable {
    private static final ConcurrentMap<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

    private final ReentrantLock inProcess;
    private final FileChannel betweenProcesses;

    private LocalLock(ReentrantLock inProcess, FileChannel betweenProcesses) {
        this.inProcess = inProcess;
        this.betweenProcesses = betweenProcesses;
    }

    /** Waits for the lock that a file stands for; the file is made and stays. */
    static LocalLock on(Path file) throws IOException {
        ReentrantLock inProcess = HERE.computeIfAbsent(file, path -> new ReentrantLock());
        inProcess.lock();
        try {
            Files.createDirectories(file.getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
            return new LocalLock(inProcess, channel);
        } catch (IOException | RuntimeException e) {
            inProcess.unlock();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            betweenProcesses.close();
        } finally {
            inProcess.unlock();
        }
    }
}
