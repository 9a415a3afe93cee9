package lorasweep.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LossRecorderTest {
    private static final double[][] LOSSES = {{.5, .1, .3}, {.4, .2, .0}, {.6, .6, .9}};

    @Test
    void refusesAPlaceThatIsNotItsTurn() {
        LossRecorder recorder = new LossRecorder();
        assertThatThrownBy(() -> recorder.add(0, 1, .5)).isInstanceOf(IllegalArgumentException.class);
        recorder.add(0, 0, .5);
        assertThatThrownBy(() -> recorder.add(1, 1, .5)).hasMessageContaining("window of 1");
    }

    @Test
    void averagesNothingToNaN() {
        assertThat(new LossRecorder().average()).isNaN();
    }

    @Test
    void averagesTheFirstEpochSoFarAndThenAlwaysTheLastEpochOfLosses() {
        LossRecorder recorder = new LossRecorder();
        double[] expected = {
            .5, .6 / 2, .9 / 3, (.4 + .1 + .3) / 3, (.4 + .2 + .3) / 3, .6 / 3, .8 / 3, 1.2 / 3, 2.1 / 3
        };
        for (int i = 0; i < expected.length; i++) {
            recorder.add(i / 3, i % 3, LOSSES[i / 3][i % 3]);
            assertThat(recorder.average()).isEqualTo(expected[i], within(1e-12));
        }
    }

    @Test
    void goesOnFromARestoredWindowInMidEpoch() {
        LossRecorder whole = new LossRecorder();
        LossRecorder resumed = new LossRecorder();
        for (int i = 0; i < 9; i++) {
            if (i == 4) {
                resumed = LossRecorder.restore(whole.window());
            }
            whole.add(i / 3, i % 3, LOSSES[i / 3][i % 3]);
            if (i >= 4) {
                resumed.add(i / 3, i % 3, LOSSES[i / 3][i % 3]);
            }
        }
        assertThat(resumed.average()).isEqualTo(whole.average(), within(1e-12));
    }
}
