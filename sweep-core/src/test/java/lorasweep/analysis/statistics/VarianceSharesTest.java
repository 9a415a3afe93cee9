package lorasweep.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VarianceSharesTest {
    private static final Estimate UNKNOWN = new Estimate(0, 0, 1);

    private static List<Reference> table(String which) {
        return Reference.rows("anova-tables").stream()
                .filter(row -> row.text("case").equals(which))
                .toList();
    }

    private static VarianceShares shares(List<Reference> table) {
        int[] degrees = table.stream().mapToInt(row -> (int) row.number("df")).toArray();
        return VarianceShares.of(Reference.column(table, "ss"), degrees, UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"complete", "holes", "single"})
    void agreesWithRAboutChance(String which) {
        List<Reference> table = table(which);

        double[] pValues = shares(table).pValues();

        for (int term = 0; term < pValues.length; term++) {
            assertThat(pValues[term]).isEqualTo(table.get(term).number("p"), within(1e-9));
        }
    }

    @Test
    void agreesWithTheDefinitionOfOmegaSquared() {
        List<Reference> table = table("complete");
        Reference rest = table.get(table.size() - 1);
        double meanSquare = rest.number("ss") / rest.number("df");
        double total = table.stream().mapToDouble(row -> row.number("ss")).sum();

        double[] shares = shares(table).shares();

        for (int term = 0; term < shares.length; term++) {
            Reference row = table.get(term);
            double omega = (row.number("ss") - row.number("df") * meanSquare) / (total + meanSquare);
            assertThat(shares[term]).isEqualTo(Math.max(0, omega), within(1e-12));
        }
    }

    @Test
    void takesTheErrorFromElsewhereWhereNothingIsLeft() {
        VarianceShares shares = VarianceShares.of(new double[] {0.5, 0}, new int[] {2, 0}, new Estimate(0.05, 0, 6));

        // F = 0.5 / 2 / 0.05 = 5 with 2 and 6 degrees of freedom: p = (1 + 5 * 2 / 6)^-3.
        assertThat(shares.pValues()).containsExactly(new double[] {Math.pow(1 + 10 / 6., -3)}, within(1e-12));
    }

    @Test
    void explainsNothingWhereNothingDiffers() {
        VarianceShares shares = VarianceShares.of(new double[] {0, 0}, new int[] {2, 3}, UNKNOWN);

        assertThat(shares.shares()).containsExactly(0);
        assertThat(shares.pValues()).containsExactly(1);
    }

    /** A non-central chi-squared variable has the mean df + centre; the drawn error is drawn around its own. */
    @Test
    void drawsTheExperimentAnewAroundWhatWasMeasured() {
        double[] split = {0.9, 0.6};
        VarianceShares shares = VarianceShares.of(split, new int[] {2, 12}, UNKNOWN);
        RandomStream stream = RandomStream.of(1, Purpose.BOOTSTRAP);
        double sum = 0;
        int draws = 4000;
        for (int i = 0; i < draws; i++) {
            sum += shares.draw(stream).shares()[0] / draws;
        }

        assertThat(sum).isEqualTo(shares.shares()[0], within(0.03));
    }
}
