package lorasweep.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EstimateTest {
    private static final Offset<Double> EXACT = within(1e-9);

    @Test
    void refusesToEstimateFromNothingOrFromNaN() {
        assertThatThrownBy(Estimate::of).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Estimate.of(1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Estimate(0, -1, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Estimate(0, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAnIntervalUpsideDown() {
        assertThatThrownBy(() -> new Interval(1, 0, .95)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Interval(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsNothingFromASingleValue() {
        Estimate single = Estimate.of(.3);
        assertThat(single.interval(.95))
                .isEqualTo(new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, .95));
        assertThat(single.confidenceAbove(-1e9)).isEqualTo(.5);
        assertThat(single.widened(1, 3)).isEqualTo(single);
    }

    @Test
    void isCertainWhenAllValuesAreEqual() {
        Estimate equal = Estimate.of(.3, .3, .3);
        assertThat(equal.confidenceAbove(.2)).isEqualTo(1);
        assertThat(equal.confidenceAbove(.4)).isZero();
        assertThat(equal.confidenceAbove(.3)).isEqualTo(.5);
    }

    static List<Reference> means() {
        return Reference.rows("means");
    }

    @ParameterizedTest
    @MethodSource("means")
    void agreesWithRAboutAMean(Reference expected) {
        Estimate estimate = Estimate.of(expected.numbers("values"));

        assertThat(estimate.mean()).isEqualTo(expected.number("mean"), EXACT);
        assertThat(estimate.standardError()).isEqualTo(expected.number("se"), EXACT);
        assertThat(estimate.interval(.95).low()).isEqualTo(expected.number("low"), EXACT);
        assertThat(estimate.interval(.95).high()).isEqualTo(expected.number("high"), EXACT);
        assertThat(estimate.pValue()).isEqualTo(expected.number("p"), EXACT);
        assertThat(estimate.confidenceAbove(.01)).isEqualTo(expected.number("above"), EXACT);
    }

    static List<Reference> welch() {
        return Reference.rows("welch");
    }

    @ParameterizedTest
    @MethodSource("welch")
    void combinesTwoSourcesOfVarianceAsWelchDoes(Reference expected) {
        Estimate x = Estimate.of(expected.numbers("x"));
        Estimate y = Estimate.of(expected.numbers("y"));

        Estimate difference = new Estimate(x.mean() - y.mean(), x.standardError(), x.degreesOfFreedom())
                .widened(y.standardError() * y.standardError(), y.degreesOfFreedom());

        assertThat(difference.degreesOfFreedom()).isEqualTo(expected.number("df"), EXACT);
        assertThat(difference.standardError()).isEqualTo(expected.number("se"), EXACT);
        assertThat(difference.pValue()).isEqualTo(expected.number("p"), EXACT);
        assertThat(difference.interval(.95).low()).isEqualTo(expected.number("low"), EXACT);
    }

    @Test
    void approachesTheNormalDistribution() {
        assertThat(new Estimate(0, 1, Double.POSITIVE_INFINITY).interval(.95).high())
                .isEqualTo(1.959963984540054, EXACT);
        assertThat(new Estimate(0, 1, 9.9e5).interval(.95).high()).isEqualTo(1.96, within(1e-4));
    }

    /** Worked by hand: R = 6 / 12, residuals −0.5, 0, 0.5. */
    @Test
    void estimatesARatioOfMeans() {
        Estimate ratio = Estimate.ofRatio(new double[] {1, 2, 3}, new double[] {3, 4, 5});

        assertThat(ratio.mean()).isCloseTo(0.5, EXACT);
        assertThat(ratio.standardError()).isCloseTo(Math.sqrt(0.5 / 6) / 4, EXACT);
        assertThat(ratio.degreesOfFreedom()).isEqualTo(2);
        assertThatThrownBy(() -> Estimate.ofRatio(new double[] {1}, new double[] {1, 2}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Estimate.ofRatio(new double[] {1, 2}, new double[] {1, -1}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
