package lorasweep.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalQuantileTest {
    /** Expected values by {@code statistics.NormalDist().inv_cdf} of Python 3. */
    @ParameterizedTest
    @CsvSource({
        "1.1641532182693481e-10, -6.337957754553789",
        "1e-10, -6.361340902404056",
        "1e-06, -4.753424308822899",
        "0.001, -3.090232306167813",
        "0.075, -1.4395314709384557",
        "0.0751, -1.4388253927525398",
        "0.3, -0.5244005127080407",
        "0.5, 0.0",
        "0.6, 0.2533471031357998",
        "0.9251, 1.4402382675279632",
        "0.999, 3.090232306167813",
        "0.999999999, 5.997807019601638"
    })
    void agreesWithAnIndependentImplementation(double p, double z) {
        assertThat(NormalQuantile.of(p)).isCloseTo(z, within(1e-14));
    }

    @Test
    void isOdd() {
        for (double p = 0x1p-30; p < 0.5; p *= 1.5) {
            assertThat(NormalQuantile.of(1 - p)).isCloseTo(-NormalQuantile.of(p), within(1e-6));
        }
    }
}
