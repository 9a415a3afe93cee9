package lorasweep.analysis.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.analysis.statistics.VariancePrior;
import org.junit.jupiter.api.Test;

class NeighboursTest {
    /** Variances over images are known for sure: 0.04 for a change near 0. */
    private static final Neighbours SURE =
            new Neighbours(Optional.of(new VariancePrior(.04, Double.POSITIVE_INFINITY, 1e9)), Optional.empty());

    private static double errorOf(double change) {
        return SURE.moderateChange(new Estimate(change, .5, 3)).standardError();
    }

    @Test
    void aChangeScattersOverImagesAsItsSizeSays() {
        assertThat(errorOf(0)).isCloseTo(Math.sqrt(.04 / 4), within(1e-12));
        assertThat(errorOf(.14)).isCloseTo(Math.sqrt(2 * .04 / 4), within(1e-12));
        assertThat(errorOf(-.14)).isCloseTo(errorOf(.14), within(1e-12));
    }

    @Test
    void neighboursOnTheSameImagesGiveNoMoreDegreesOfFreedom() {
        assertThat(SURE.moderateChange(new Estimate(.1, .5, 3)).degreesOfFreedom())
                .isEqualTo(3);
    }

    @Test
    void aChangeBeyondComparisonSpeaksForItself() {
        assertThat(errorOf(.5)).isEqualTo(.5);
    }

    @Test
    void withoutNeighboursEachSpeaksForItself() {
        Estimate change = new Estimate(.1, .02, 3);

        assertThat(Neighbours.NONE.moderateChange(change)).isEqualTo(change);
        assertThat(SURE.moderateGain(change)).isEqualTo(change);
    }
}
