package lorasweep.worker.verdicts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import lorasweep.worker.train.OpenBases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark of verdicts in small, on the demo's own thirty pictures. */
class VerdictBenchmarkTest {
    private static final Path DEMO =
            Path.of("..", "grids", "demo").toAbsolutePath().normalize();

    /** Three trials far from every border: nothing learned, too little, broken down. */
    private static final BenchmarkSize TINY = new BenchmarkSize(
            List.of(10),
            20,
            2,
            3,
            1,
            List.of(
                    new BenchmarkSize.Recipe(2e-5, 1),
                    new BenchmarkSize.Recipe(3e-4, 1),
                    new BenchmarkSize.Recipe(4e-2, 1)),
            1,
            4,
            BenchmarkSize.evenly(6),
            1);

    private static List<Subject.Picture> pictures() throws IOException {
        List<Subject.Picture> pictures = new ArrayList<>();
        for (String folder : List.of("train", "heldout")) {
            try (Stream<Path> files = Files.walk(DEMO.resolve(folder))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".png"))
                        .sorted()
                        .toList()) {
                    String name = file.getFileName().toString().replace(".png", "");
                    String caption =
                            Files.readString(file.resolveSibling(name + ".txt")).strip();
                    pictures.add(new Subject.Picture(name, caption, ImageIO.read(file.toFile())));
                }
            }
        }
        return pictures;
    }

    @Test
    void verdictsAgreeWithAnOracleTheyDoNotSee(@TempDir Path root) throws Exception {
        BenchmarkSweep sweep = new BenchmarkSweep(root, DEMO.resolve("base"), Subject.FACES, 10, TINY);
        try (OpenBases bases = new OpenBases()) {
            VerdictTrials.run(sweep, pictures(), bases);
        }
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        VerdictFigures figures =
                new VerdictFigures(TINY, List.of(MeasuredSweep.of(sweep)), new PrintStream(printed, true, UTF_8));
        figures.print();

        assertThat(figures.trials().accuracy()).as(printed.toString(UTF_8)).isEqualTo(1);
        assertThat(figures.regrets().quantile("chosen epoch", 0.5))
                .as(printed.toString(UTF_8))
                .isLessThan(0.02);
    }
}
