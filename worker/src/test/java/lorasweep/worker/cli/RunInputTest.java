package lorasweep.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import lorasweep.cli.ExitCode;
import lorasweep.cli.SweepCli;
import lorasweep.worker.testing.Goldens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code sweep run} says of files before it starts anything. */
class RunInputTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void everythingWrongWithBasesAndPicturesIsToldAtOnceAndNoSweepBegins() throws Exception {
        Files.createDirectories(folder.resolve("data/1_sks"));
        Files.writeString(folder.resolve("data/1_sks/torn.png"), "no picture");
        Files.createFile(folder.resolve("data/1_sks/empty.png"));
        Files.writeString(folder.resolve("cut.safetensors"), "x");
        assertThat(run("[nowhere.safetensors, cut.safetensors]")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString().lines())
                .anyMatch(line -> line.contains("nowhere.safetensors: does not exist"))
                .anyMatch(line -> line.contains("cut.safetensors") && line.contains("cut off"))
                .anyMatch(line -> line.contains("data/1_sks/torn.png: "))
                .anyMatch(line -> line.contains("data/1_sks/empty.png: "))
                .hasSize(4);
        assertThat(folder.resolve("out/files/ledger.jsonl")).doesNotExist();
        assertThat(folder.resolve("out/files/trials")).doesNotExist();
    }

    @Test
    void aBaseThatIsWellIsNotBlamedForTheOther() throws Exception {
        Files.createDirectories(folder.resolve("data/1_sks"));
        Files.writeString(folder.resolve("data/1_sks/torn.png"), "no picture");
        assertThat(run("[" + Goldens.path("model") + "]")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString().lines()).hasSize(1).allMatch(line -> line.contains("data/1_sks/torn.png: "));
    }

    private int run(String bases) throws IOException {
        Path grid = folder.resolve("grid.yaml");
        Files.writeString(grid, """
                version: 1
                name: files
                dataset:
                  path: data
                train:
                  max_train_epochs: 1
                  resolution: 64
                grid:
                  base: %s
                """.formatted(bases));
        return SweepCli.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                "run",
                grid.toString(),
                "--out",
                folder.resolve("out").toString(),
                "--device",
                "cpu");
    }
}
