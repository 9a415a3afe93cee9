package lorasweep.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariancePriorTest {
    @Test
    void refusesToLearnFromNoVariance() {
        assertThatThrownBy(() -> VariancePrior.fit(3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lendsNothingToASingleVariance() {
        VariancePrior prior = VariancePrior.fit(3, .25);
        assertThat(prior.moderate(.5, 3)).isEqualTo(.5);
        assertThat(prior.moderatedDegrees(3)).isEqualTo(3);
    }

    @Test
    void staysFiniteWhenEveryVarianceIsZero() {
        assertThat(VariancePrior.fit(3, 0, 0, 0)).isEqualTo(new VariancePrior(0, Double.POSITIVE_INFINITY, 9));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void agreesWithLimma(int set) {
        List<Reference> rows = Reference.rows("moderated").stream()
                .filter(row -> row.number("set") == set)
                .toList();
        double df = rows.get(0).number("df");

        VariancePrior prior = VariancePrior.fit(df, Reference.column(rows, "variance"));

        if (Double.isInfinite(rows.get(0).number("prior_df"))) {
            assertThat(prior.degreesOfFreedom()).isInfinite();
        } else {
            assertThat(prior.degreesOfFreedom()).isCloseTo(rows.get(0).number("prior_df"), withPercentage(1e-4));
        }
        assertThat(prior.variance()).isCloseTo(rows.get(0).number("prior_variance"), withPercentage(1e-4));
        for (Reference row : rows) {
            assertThat(prior.moderate(row.number("variance"), df))
                    .isCloseTo(row.number("posterior"), withPercentage(1e-4));
        }
    }
}
