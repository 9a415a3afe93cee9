package lorasweep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LossChangeTest {
    @Test
    void aScoreIsReadAsChangeOfTheLoss() {
        assertThat(LossChange.of(Math.log(0.28))).isEqualTo("-72.0 %");
        assertThat(LossChange.of(0)).isEqualTo("+0.0 %");
        assertThat(LossChange.of(Math.log(9.99))).isEqualTo("+899.0 %");
    }

    @Test
    void whatIsBrokenIsAMultiple() {
        assertThat(LossChange.of(Math.log(11))).isEqualTo("x 11.0");
        assertThat(LossChange.of(Double.POSITIVE_INFINITY)).isEqualTo("x Infinity");
    }
}
