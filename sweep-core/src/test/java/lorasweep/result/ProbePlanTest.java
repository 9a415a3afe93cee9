package lorasweep.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProbePlanTest {
    private static final List<Band> BANDS =
            List.of(new Band("detail", 0, 300), new Band("structure", 300, 700), new Band("composition", 700, 1000));

    private static ProbePlan plan(List<String> heldOut, List<Integer> timesteps, int noises, List<Band> bands) {
        return new ProbePlan(7, heldOut, List.of("t0", "t1"), timesteps, noises, bands);
    }

    @Test
    void refusesTheSameImageTwice() {
        assertThatThrownBy(() -> plan(List.of("a", "b", "a"), List.of(10), 1, BANDS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("held-out images occur twice");
    }

    @Test
    void refusesTimestepsThatDoNotRiseOrLeaveTheDiffusion() {
        assertThatThrownBy(() -> plan(List.of("a"), List.of(500, 500), 1, BANDS))
                .hasMessageContaining("do not rise");
        assertThatThrownBy(() -> plan(List.of("a"), List.of(1000), 1, List.of(new Band("all", 0, 2000))))
                .hasMessageContaining("[0, 1000)");
    }

    @Test
    void refusesATimestepInNoBandOrInTwo() {
        assertThatThrownBy(() -> plan(List.of("a"), List.of(800), 1, BANDS.subList(0, 2)))
                .hasMessageContaining("timestep 800");
        assertThatThrownBy(() ->
                        plan(List.of("a"), List.of(200), 1, List.of(new Band("x", 0, 300), new Band("y", 100, 300))))
                .hasMessageContaining("timestep 200");
    }

    @Test
    void refusesNoProbesAtAllAndMoreThanMemoryShouldHold() {
        assertThatThrownBy(() -> plan(List.of("a"), List.of(10), 0, BANDS)).hasMessageContaining("0 probes");
        assertThatThrownBy(() -> plan(List.of("a"), List.of(10), Integer.MAX_VALUE, BANDS))
                .hasMessageContaining("expected 1 to");
    }

    @Test
    void numbersProbesImageByImageThenTimestepThenNoiseWithHeldOutFirst() {
        ProbePlan plan = plan(List.of("a", "b", "c"), List.of(10, 400, 900), 2, BANDS);

        assertThat(plan.count()).isEqualTo(30);
        assertThat(plan.index(Split.HELD_OUT, 0, 0, 0)).isZero();
        assertThat(plan.index(Split.HELD_OUT, 0, 0, 1)).isEqualTo(1);
        assertThat(plan.index(Split.HELD_OUT, 0, 1, 0)).isEqualTo(2);
        assertThat(plan.index(Split.HELD_OUT, 2, 2, 1)).isEqualTo(17);
        assertThat(plan.index(Split.TRAIN_TWIN, 0, 0, 0)).isEqualTo(18);
        assertThat(plan.index(Split.TRAIN_TWIN, 1, 2, 1)).isEqualTo(29);
    }

    @Test
    void findsTheBandOfATimestep() {
        ProbePlan plan = plan(List.of("a"), List.of(10, 299, 300, 999), 1, BANDS);

        assertThat(List.of(plan.band(0), plan.band(1), plan.band(2), plan.band(3)))
                .containsExactly(0, 0, 1, 2);
    }
}
