package lorasweep.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnreadableTest {
    @TempDir
    private Path folder;

    private static String reason(ThrowingCallable reading) {
        return Unreadable.because(catchThrowableOfType(IOException.class, reading));
    }

    @Test
    void saysWhatTheSystemFoundWithoutItsClasses() throws IOException {
        Path file = Files.write(folder.resolve("latin"), new byte[] {(byte) 0xe9, ' '});

        assertThat(reason(() -> Files.readString(folder.resolve("missing"))))
                .isEqualTo("there is nothing of that name");
        assertThat(reason(() -> Files.newDirectoryStream(file))).isEqualTo("it is no folder");
        assertThat(reason(() -> Files.readString(file))).isEqualTo("it is not UTF-8 text");
        assertThat(reason(() -> Files.readString(folder))).isEqualTo("Is a directory");
        assertThat(Unreadable.because(new AccessDeniedException("x"))).isEqualTo("no right to read it");
        assertThat(Unreadable.because(new EOFException())).isEqualTo("EOFException");
    }
}
