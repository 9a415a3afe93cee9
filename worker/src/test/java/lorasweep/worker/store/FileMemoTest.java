package lorasweep.worker.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMemoTest {
    @TempDir
    private Path folder;

    private final AtomicInteger computed = new AtomicInteger();
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("base.safetensors"), "one");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
    }

    private String hash(String what) {
        FileMemo memo = new FileMemo(ContentStore.open(folder.resolve("cache")));
        return memo.of(file, what, () -> {
            computed.incrementAndGet();
            try {
                return what + " of " + Files.readString(file);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void computesOnceForAFileThatStays() throws IOException {
        assertThat(hash("sha256")).isEqualTo("sha256 of one");
        assertThat(hash("sha256")).isEqualTo("sha256 of one");
        assertThat(computed).hasValue(1);
        assertThat(hash("legacy")).isEqualTo("legacy of one");
        assertThat(computed).hasValue(2);

        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        file = link;
        assertThat(hash("sha256")).isEqualTo("sha256 of one");
        assertThat(computed).hasValue(2);
    }

    @Test
    void computesAgainWhenSizeOrTimeChanged() throws IOException {
        hash("sha256");
        Files.writeString(file, "three");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
        assertThat(hash("sha256")).isEqualTo("sha256 of three");

        Files.writeString(file, "seven");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_001L));
        assertThat(hash("sha256")).isEqualTo("sha256 of seven");
    }
}
