package lorasweep.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    Path folder;

    @Test
    void replacesWhatWasThereAndMakesFolders() throws IOException {
        Path file = folder.resolve("a/b/file.txt");
        WholeFile.write(file, "one");
        WholeFile.write(file, "größer");
        assertThat(file).hasContent("größer");
        assertThat(names(file.getParent())).containsExactly("file.txt");
    }

    @Test
    void readersSeeTheFileBeforeUntilTheNewOneIsWhole() throws IOException {
        Path file = folder.resolve("file.txt");
        WholeFile.write(file, "before".getBytes(UTF_8));
        WholeFile.write(file, unfinished -> {
            Files.writeString(unfinished, "half");
            assertThat(file).hasContent("before");
            assertThat(WholeFile.isUnfinished(unfinished)).isTrue();
            Files.writeString(unfinished, "whole");
        });
        assertThat(file).hasContent("whole");
        assertThat(WholeFile.isUnfinished(file)).isFalse();
    }

    @Test
    void aWriterThatFailsLeavesTheFileBeforeAndNothingElse() throws IOException {
        Path file = folder.resolve("file.txt");
        WholeFile.write(file, "before");
        assertThatThrownBy(() -> WholeFile.write(file, unfinished -> {
                    Files.writeString(unfinished, "half");
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(file).hasContent("before");
        assertThat(names(folder)).containsExactly("file.txt");
    }

    @Test
    void takesAwayWhatAKilledWriterLeft() throws IOException {
        Path file = folder.resolve("file.txt");
        Files.writeString(folder.resolve("file.txt.tmp"), "much longer than what is written now");
        WholeFile.write(file, unfinished -> {
            assertThat(unfinished).doesNotExist();
            Files.writeString(unfinished, "new");
        });
        assertThat(file).hasContent("new");
        assertThat(names(folder)).containsExactly("file.txt");
    }

    @Test
    void followsALinkToAFolder() throws IOException {
        Path real = Files.createDirectories(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        WholeFile.write(link.resolve("file.txt"), "x");
        assertThat(real.resolve("file.txt")).hasContent("x");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
