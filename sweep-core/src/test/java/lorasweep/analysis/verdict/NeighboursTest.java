package lorasweep.analysis.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.analysis.statistics.VariancePrior;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import org.junit.jupiter.api.Test;

class NeighboursTest {
    /** Variances over images are known for sure: 0.04 for a change near 0. */
    private static final Optional<VariancePrior> KNOWN =
            Optional.of(new VariancePrior(.04, Double.POSITIVE_INFINITY, 1e9));

    private static final Neighbours SURE = new Neighbours(KNOWN, KNOWN, Optional.empty());

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
    void aScoreIsWeighedHoweverLowAndBelievedWhereItIsBroken() {
        assertThat(SURE.moderateScore(new Estimate(-1.4, .5, 3)).standardError())
                .isCloseTo(Math.sqrt(11 * .04 / 4), within(1e-12));
        assertThat(SURE.moderateScore(new Estimate(.5, .01, 3)).standardError()).isEqualTo(.01);
    }

    @Test
    void scoresTellHowMuchTheyScatterNearZero() {
        List<Estimate> scores = new ArrayList<>();
        RandomStream stream = RandomStream.of(1, Purpose.DEMO);
        for (int i = 0; i < 400; i++) {
            double[] images = new double[4];
            for (int image = 0; image < images.length; image++) {
                images[image] = -.28 + Math.sqrt(3 * .04) * stream.nextGaussian();
            }
            scores.add(Estimate.of(images));
        }
        assertThat(Neighbours.ofScores(scores).orElseThrow().variance()).isCloseTo(.04, within(.004));
    }

    @Test
    void withoutNeighboursEachSpeaksForItself() {
        Estimate change = new Estimate(.1, .02, 3);

        assertThat(Neighbours.NONE.moderateChange(change)).isEqualTo(change);
        assertThat(SURE.moderateGain(change)).isEqualTo(change);
    }
}
