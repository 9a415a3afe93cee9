package lorasweep.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import lorasweep.plan.Assumptions;
import lorasweep.plan.SweepPlan;
import lorasweep.trial.InvalidInputException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grid files that nobody would write: each is planned or refused with its place, and none takes for ever. */
class GridFileFuzzTest {
    private static final int MUTATIONS = 10_000;
    private static final List<String> SPLICES = List.of(
            ": ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            "\"",
            "'",
            "&a ",
            "*a",
            "<<: *a",
            "!!int ",
            "|",
            ">",
            "#",
            "\n",
            "\t",
            "  ",
            "\u0000",
            "\ufeff",
            "\ud83d",
            "1e309",
            "-1",
            "NaN",
            ".inf",
            "1e-400",
            "999999999999999999999",
            "null",
            "~",
            "true",
            "points: 1000000000000",
            "(",
            "network_dim * network_dim",
            "seeds: [1, 1]",
            "--- ",
            "...",
            "%YAML 9");

    @TempDir
    private Path folder;

    @Test
    void tenThousandMutationsArePlannedOrRefusedWithTheirPlace() throws IOException {
        List<String> seeds = seeds();
        Random random = new Random(20260101);
        int[] planned = new int[2];
        for (int i = 0; i < MUTATIONS; i++) {
            String text = mutated(seeds.get(random.nextInt(seeds.size())), seeds, random);
            Assertions.setMaxStackTraceElementsDisplayed(20);
            org.junit.jupiter.api.Assertions.assertTimeout(
                    Duration.ofSeconds(20),
                    () -> {
                        planned[isPlanned(text) ? 1 : 0]++;
                    },
                    text);
        }
        assertThat(planned[1]).as("some mutations are harmless").isGreaterThan(MUTATIONS / 100);
        assertThat(planned[0]).as("most are not").isGreaterThan(MUTATIONS / 10);
    }

    private boolean isPlanned(String text) {
        try {
            SweepPlan.of(GridFile.parse(text, "grid.yaml", folder), Assumptions.MID_RANGE);
            return true;
        } catch (InvalidInputException refused) {
            assertThat(refused.problems())
                    .as(text)
                    .allSatisfy(
                            problem -> assertThat(problem).contains("grid.yaml").doesNotContain("Exception"));
            return false;
        } catch (RuntimeException | StackOverflowError bug) {
            throw new AssertionError("not refused but broken by:\n" + text, bug);
        }
    }

    @Test
    void aGridOfTenToTheTwelveCellsIsRefusedByItsNumber() {
        String axis = "linear: [1.0e-5, 1.0e-2], points: 10000";
        String text = "version: 1\nname: huge\nbase: b\ndataset: {path: d}\ntrain: {max_train_steps: 1}\ngrid:\n"
                + "  unet_lr: {" + axis + "}\n  text_encoder_lr: {" + axis + "}\n  network_alpha: {" + axis + "}\n";
        org.junit.jupiter.api.Assertions.assertTimeout(
                Duration.ofSeconds(20),
                () -> Assertions.assertThatThrownBy(
                                () -> SweepPlan.of(GridFile.parse(text, "grid.yaml", folder), Assumptions.MID_RANGE))
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessageContaining("1000000000000 trials"));
    }

    private static List<String> seeds() throws IOException {
        Path grids = Path.of(System.getProperty("project.root", "..")).resolve("grids");
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(grids)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                texts.add(Files.readString(file));
            }
        }
        return texts;
    }

    private static String mutated(String text, List<String> seeds, Random random) {
        StringBuilder mutant = new StringBuilder(text);
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            int at = random.nextInt(mutant.length());
            int until = Math.min(mutant.length(), at + 1 + random.nextInt(30));
            switch (random.nextInt(6)) {
                case 0 -> mutant.delete(at, Math.min(mutant.length() - 1, until));
                case 1 -> mutant.insert(at, SPLICES.get(random.nextInt(SPLICES.size())));
                case 2 -> mutant.setCharAt(at, (char) (random.nextInt(96) + 32));
                case 3 -> mutant.insert(at, mutant.substring(at, until).repeat(1 + random.nextInt(4)));
                case 4 -> swapLines(mutant, random);
                default -> {
                    String other = seeds.get(random.nextInt(seeds.size()));
                    int from = random.nextInt(other.length());
                    mutant.insert(at, other, from, Math.min(other.length(), from + 60));
                }
            }
        }
        return mutant.toString();
    }

    private static void swapLines(StringBuilder text, Random random) {
        String[] lines = text.toString().split("\n", -1);
        int a = random.nextInt(lines.length);
        int b = random.nextInt(lines.length);
        String line = lines[a];
        lines[a] = lines[b];
        lines[b] = line;
        text.setLength(0);
        text.append(String.join("\n", lines));
        if (text.isEmpty()) {
            text.append(' ');
        }
    }
}
