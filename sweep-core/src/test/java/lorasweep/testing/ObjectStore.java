package lorasweep.testing;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.util.Progressable;

/**
 * A filesystem of Hadoop's that behaves like an object store: an object is there, whole, when it is closed, and
 * replaces an earlier one; nothing can be appended to or renamed; folders are only there because of what is in them.
 * The object {@code bucket://any/a/b} is the file {@code /a/b}. What has {@code forbidden} in its name may not be
 * read.
 */
public final class ObjectStore extends FileSystem {
    /** Objects that were opened for reading by this process. */
    public static final AtomicInteger OPENED = new AtomicInteger();

    private final FileSystem disk = new RawLocalFileSystem();
    private URI uri = URI.create("bucket:///");

    /** The settings with which Spark and Hadoop know it. */
    public static Map<String, String> settings() {
        return Map.of("spark.hadoop.fs.bucket.impl", ObjectStore.class.getName());
    }

    /** The place of a file in the store. */
    public static String place(java.nio.file.Path file) {
        return "bucket://b" + file.toAbsolutePath();
    }

    @Override
    public void initialize(URI name, Configuration conf) throws IOException {
        super.initialize(name, conf);
        disk.initialize(URI.create("file:///"), conf);
        uri = URI.create(name.getScheme() + "://" + name.getAuthority());
    }

    @Override
    public String getScheme() {
        return "bucket";
    }

    @Override
    public URI getUri() {
        return uri;
    }

    private static java.nio.file.Path file(Path path) {
        return java.nio.file.Path.of(Path.getPathWithoutSchemeAndAuthority(path).toString());
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        OPENED.incrementAndGet();
        getFileStatus(path);
        return disk.open(new Path(file(path).toString()), bufferSize);
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        if (!overwrite && Files.exists(file(path))) {
            throw new FileAlreadyExistsException(path.toString());
        }
        return new FSDataOutputStream(
                new ByteArrayOutputStream() {
                    @Override
                    public void close() throws IOException {
                        java.nio.file.Path target = file(path);
                        Files.createDirectories(target.getParent());
                        java.nio.file.Path unfinished = Files.createTempDirectory("object")
                                .resolve(UUID.randomUUID().toString());
                        Files.write(unfinished, toByteArray());
                        java.nio.file.Path beside = target.resolveSibling(".unfinished-" + unfinished.getFileName());
                        Files.move(unfinished, beside);
                        Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                        Files.delete(unfinished.getParent());
                    }
                },
                statistics);
    }

    @Override
    public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
        throw new UnsupportedOperationException("an object cannot be appended to");
    }

    @Override
    public boolean rename(Path from, Path to) {
        throw new UnsupportedOperationException("an object cannot be renamed");
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        return disk.delete(new Path(file(path).toString()), recursive);
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        FileStatus status = getFileStatus(path);
        if (status.isFile()) {
            return new FileStatus[] {status};
        }
        try (Stream<java.nio.file.Path> files = Files.list(file(path))) {
            return files.filter(file -> !file.getFileName().toString().startsWith(".unfinished-"))
                    .flatMap(file -> {
                        try {
                            return Stream.of(status(file));
                        } catch (IOException gone) {
                            return Stream.empty();
                        }
                    })
                    .toArray(FileStatus[]::new);
        }
    }

    @Override
    public void setWorkingDirectory(Path folder) {
        throw new UnsupportedOperationException("there is none");
    }

    @Override
    public Path getWorkingDirectory() {
        return new Path(uri + "/");
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) {
        return true;
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        if (path.getName().contains("forbidden")) {
            throw new AccessControlException("403 Forbidden: " + path);
        }
        return status(file(path));
    }

    private FileStatus status(java.nio.file.Path file) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException none) {
            throw new FileNotFoundException("404 Not Found: " + file);
        }
        return new FileStatus(
                attributes.isDirectory() ? 0 : attributes.size(),
                attributes.isDirectory(),
                1,
                1 << 20,
                attributes.lastModifiedTime().toMillis(),
                new Path(uri + file.toString()));
    }
}
