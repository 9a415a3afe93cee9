package lorasweep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.ToIntFunction;
import lorasweep.grid.GridFile;
import org.junit.jupiter.api.Test;

class PackPlannerTest {
    private static List<Integer> sizes(String axes, String pack, ToIntFunction<List<PlannedTrial>> places) {
        String grid = """
                version: 1
                name: packs
                base: /nowhere/base.safetensors
                dataset: {path: /nowhere}
                train: {max_train_steps: 10, resolution: "64"}
                grid:
                %s
                pack: %s
                """.formatted(axes.indent(2).stripTrailing(), pack);
        return SweepPlan.of(GridFile.parse(grid, "packs.yaml", Path.of("/")), Assumptions.MID_RANGE, places)
                .packs()
                .stream()
                .map(made -> made.trials().size())
                .toList();
    }

    private static String trials(int count) {
        return "unet_lr: {linear: [1.0e-5, 1.0e-3], points: " + count + "}";
    }

    @Test
    void oneDeviceGetsPacksAsLargeAsTheyMayBe() {
        assertThat(sizes(trials(12), "auto", trials -> 1)).containsExactly(12);
        assertThat(sizes(trials(40), "auto", trials -> 1)).containsExactly(13, 13, 14);
    }

    @Test
    void everyDeviceGetsAsManyPacks() {
        assertThat(sizes(trials(12), "auto", trials -> 2)).containsExactly(6, 6);
        assertThat(sizes(trials(40), "auto", trials -> 2)).containsExactly(10, 10, 10, 10);
        assertThat(sizes(trials(40), "auto", List::size)).hasSize(40).containsOnly(1);
    }

    @Test
    void thereAreNoMorePacksThanTrials() {
        assertThat(sizes(trials(3), "auto", trials -> 8)).containsExactly(1, 1, 1);
    }

    @Test
    void theLargestPacksAreCut() {
        String mixed = "resolution: [64, 128, 192]\n" + trials(8);
        assertThat(sizes(mixed, "auto", trials -> 2)).containsExactly(4, 4, 8, 8);
    }

    @Test
    void aNumberIsANumber() {
        assertThat(sizes(trials(12), "5", trials -> 4)).containsExactly(4, 4, 4);
    }
}
