package lorasweep.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTableTest {
    private static final ProbePlan PLAN = new ProbePlan(
            7,
            List.of("h"),
            List.of("t"),
            List.of(100, 900),
            1,
            List.of(new Band("low", 0, 500), new Band("high", 500, 1000)));

    @ParameterizedTest
    @ValueSource(floats = {0, -1, Float.NaN, Float.POSITIVE_INFINITY})
    void refusesABaseLossThatNothingCanBeDividedBy(float loss) {
        assertThatThrownBy(() -> new ProbeTable(PLAN, Losses.of(1, loss, 1, 1), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base loss of probe 1")
                .hasMessageContaining(String.valueOf(loss));
    }

    @Test
    void refusesARowWithTooFewLosses() {
        assertThatThrownBy(() ->
                        new ProbeTable(PLAN, Losses.of(1, 1, 1, 1), List.of(new ProbeRow(1, 10, Losses.of(1, 1)))))
                .hasMessageContaining("2 losses for 4 probes");
    }

    @Test
    void refusesStepsThatDoNotRise() {
        ProbeRow row = new ProbeRow(1, 10, Losses.of(1, 1, 1, 1));
        assertThatThrownBy(() -> new ProbeTable(PLAN, Losses.of(1, 1, 1, 1), List.of(row, row)))
                .hasMessageContaining("step 10 follows step 10");
    }

    @Test
    void keepsALossThatIsNotANumberBecauseItWasMeasured() {
        Losses losses = Losses.of(1, Float.NaN, 1, 1);
        assertThat(losses.isFinite()).isFalse();
        assertThat(new ProbeTable(PLAN, Losses.of(1, 1, 1, 1), List.of(new ProbeRow(1, 10, losses))).rows())
                .hasSize(1);
    }

    @Test
    void givesEveryLossWithItsAddress() {
        ProbeTable table = new ProbeTable(
                PLAN, Losses.of(1, 2, 3, 4), List.of(new ProbeRow(2, 20, Losses.of(.1f, .2f, .3f, .4f))));

        assertThat(table.measurements())
                .containsExactly(
                        new ProbeMeasurement(2, 20, Split.HELD_OUT, "h", 100, "low", 0, .1f, 1),
                        new ProbeMeasurement(2, 20, Split.HELD_OUT, "h", 900, "high", 0, .2f, 2),
                        new ProbeMeasurement(2, 20, Split.TRAIN_TWIN, "t", 100, "low", 0, .3f, 3),
                        new ProbeMeasurement(2, 20, Split.TRAIN_TWIN, "t", 900, "high", 0, .4f, 4));
    }
}
