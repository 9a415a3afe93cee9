package lorasweep.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SumsOfSquaresTest {
    private static List<Reference> data(String which) {
        return Reference.rows("anova-data").stream()
                .filter(row -> row.number(which) == 1)
                .toList();
    }

    private static FactorialDesign design(List<Reference> rows) {
        return FactorialDesign.of(rows.stream()
                .map(row -> new int[] {(int) row.number("a"), (int) row.number("b"), (int) row.number("c")})
                .toList());
    }

    private static String name(List<Integer> term) {
        return term.stream().map(factor -> List.of("a", "b", "c").get(factor)).collect(Collectors.joining(":"));
    }

    @Test
    void tellsBalancedGridsFromOthers() {
        assertThat(design(data("complete")).isBalanced()).isTrue();
        assertThat(design(data("single")).isBalanced()).isTrue();
        assertThat(design(data("holes")).isBalanced()).isFalse();
        assertThat(FactorialDesign.of(List.of(new int[] {0, 0}, new int[] {1, 1}))
                        .isBalanced())
                .isFalse();
    }

    @Test
    void leavesOutAFactorOfOneLevel() {
        assertThat(design(data("single")).mainEffectsAndPairs()).containsExactly(List.of(0), List.of(1), List.of(0, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"complete", "holes", "single"})
    void agreesWithR(String which) {
        List<Reference> rows = data(which);
        FactorialDesign design = design(rows);
        List<List<Integer>> terms = which.equals("single") ? design.mainEffects() : design.mainEffectsAndPairs();
        List<Reference> table = Reference.rows("anova-tables").stream()
                .filter(row -> row.text("case").equals(which))
                .toList();

        SumsOfSquares sums = SumsOfSquares.of(design, terms);
        double[] split = sums.split(Reference.column(rows, "y"));

        assertThat(table).hasSize(terms.size() + 1);
        for (int term = 0; term < terms.size(); term++) {
            Reference row = row(table, name(terms.get(term)));
            assertThat(sums.degrees(term)).isEqualTo((int) row.number("df"));
            assertThat(split[term]).as(row.text("term")).isEqualTo(row.number("ss"), within(1e-12));
        }
        assertThat(sums.residualDegrees())
                .isEqualTo((int) row(table, "Residuals").number("df"));
        assertThat(split[terms.size()]).isEqualTo(row(table, "Residuals").number("ss"), within(1e-12));
    }

    private static Reference row(List<Reference> table, String term) {
        return table.stream()
                .filter(row -> row.text("term").equals(term))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void givesTheSameOnACompleteGridByEitherWay() {
        List<Reference> rows = data("complete");
        FactorialDesign design = design(rows);
        double[] y = Reference.column(rows, "y");
        List<List<Integer>> terms = design.mainEffectsAndPairs();

        assertThat(new TypeTwoSums(design, terms).split(y))
                .containsExactly(new BalancedSums(design, terms).split(y), within(1e-12));
    }

    @Test
    void findsNoDegreesOfFreedomForAFactorThatFollowsAnother() {
        List<int[]> observations = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            observations.add(new int[] {i % 3, i % 3, i % 2});
        }
        FactorialDesign design = FactorialDesign.of(observations);
        SumsOfSquares sums = new TypeTwoSums(design, design.mainEffects());

        assertThat(List.of(sums.degrees(0), sums.degrees(1), sums.degrees(2))).containsExactly(0, 0, 1);
        assertThat(sums.residualDegrees()).isEqualTo(12 - 1 - 2 - 1);
        assertThat(sums.split(new double[] {1, 5, 2, 6, 3, 7, 1, 5, 2, 6, 3, 7})[0])
                .isZero();
    }
}
