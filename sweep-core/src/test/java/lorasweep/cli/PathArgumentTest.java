package lorasweep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathArgumentTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aPlaceInAStoreIsNamedAsItWasWrittenWithWhatToDo() {
        assertThat(plan("s3a://bucket/grid.yaml")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .contains("s3a://bucket/grid.yaml")
                .contains("expected a path of this machine")
                .contains("copy it here");
    }

    @Test
    void aWebAddressIsToBeDownloaded() {
        assertThat(plan("https://example.org/grid.yaml")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("https://example.org/grid.yaml").contains("download it");
    }

    @Test
    void aFileUriIsThePathItNames(@TempDir Path folder) throws Exception {
        Path grid = Files.writeString(folder.resolve("grid.yaml"), "nothing: 1\n");
        assertThat(plan(grid.toUri().toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains(grid + ":1").doesNotContain("file:/");
    }

    private int plan(String grid) {
        return SweepCli.run(new PrintWriter(out, true), new PrintWriter(err, true), "plan", grid);
    }
}
