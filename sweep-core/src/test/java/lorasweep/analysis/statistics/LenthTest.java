package lorasweep.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class LenthTest {
    @Test
    void refusesNoContrasts() {
        assertThatThrownBy(Lenth::of).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void findsNoNoiseWhereAllCellsAreEqual() {
        assertThat(Lenth.of(0, 0, 0).deviation()).isZero();
    }

    @Test
    void agreesWithRAboutContrastsAndTheirNoise() {
        double[] cells = Reference.rows("anova-data").stream()
                .filter(row -> row.number("single") == 1)
                .sorted(Comparator.<Reference>comparingDouble(row -> row.number("a"))
                        .thenComparingDouble(row -> row.number("b")))
                .mapToDouble(row -> row.number("y"))
                .toArray();
        List<Reference> expected = Reference.rows("lenth");

        double[] contrasts = Lenth.contrasts(new int[] {4, 3}, cells);

        assertThat(Arrays.stream(contrasts).map(Math::abs).toArray())
                .containsExactly(
                        Arrays.stream(Reference.column(expected, "contrast"))
                                .map(Math::abs)
                                .toArray(),
                        within(1e-12));
        assertThat(Lenth.of(contrasts).deviation()).isEqualTo(expected.get(0).number("pse"), within(1e-12));
        assertThat(Lenth.of(contrasts).degreesOfFreedom()).isEqualTo(11 / 3.0);
    }

    @Test
    void keepsTheLengthOfTheDataInItsContrasts() {
        double[] cells = {1, 4, 2, 8, 5, 7};
        double mean = Estimate.mean(cells);
        double spread = Arrays.stream(cells).map(v -> (v - mean) * (v - mean)).sum();
        assertThat(Arrays.stream(Lenth.contrasts(new int[] {3, 2}, cells))
                        .map(v -> v * v)
                        .sum())
                .isEqualTo(spread, within(1e-12));
    }
}
