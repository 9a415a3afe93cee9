package lorasweep.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.IntNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lorasweep.grid.Cell;
import lorasweep.grid.Dimension;
import lorasweep.grid.Dimension.Interval;
import lorasweep.grid.Dimension.Listed;
import lorasweep.grid.Dimension.Rounding;
import lorasweep.grid.Dimension.Scale;
import lorasweep.grid.SearchSpace;
import lorasweep.setting.GivenSetting;
import org.junit.jupiter.api.Test;

class SearchStrategyTest {
    private static final SearchSpace FINITE = new SearchSpace(List.of(listed("a", 2), listed("b", 3)), "g");
    private static final SearchSpace INTERVALS = new SearchSpace(
            List.of(
                    new Interval("a", Scale.LINEAR, 0, 1, Rounding.SIX_DIGITS, "g"),
                    new Interval("b", Scale.LINEAR, 0, 1, Rounding.SIX_DIGITS, "g")),
            "g");

    @Test
    void aGridNeedsNumberedCells() {
        assertThatThrownBy(() -> new GridSearch(INTERVALS)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void gridAsksEveryCellOnceAndTheLastAxisMovesFastest() {
        GridSearch search = new GridSearch(FINITE);
        List<String> cells = new ArrayList<>();
        for (Optional<Cell> cell = search.ask(); cell.isPresent(); cell = search.ask()) {
            cells.add(text(cell.get()));
        }
        assertThat(cells).containsExactly("0 0", "0 1", "0 2", "1 0", "1 1", "1 2");
        assertThat(search.ask()).isEmpty();
    }

    @Test
    void gridOfNothingVaryingHasOneCell() {
        GridSearch search = new GridSearch(new SearchSpace(List.of(), "g"));
        assertThat(search.ask()).isPresent();
        assertThat(search.ask()).isEmpty();
    }

    @Test
    void randomAndSobolRepeatThemselvesForASeedAndDifferForAnother() {
        assertThat(first(50, new RandomSearch(INTERVALS, 7))).isEqualTo(first(50, new RandomSearch(INTERVALS, 7)));
        assertThat(first(50, new RandomSearch(INTERVALS, 7))).isNotEqualTo(first(50, new RandomSearch(INTERVALS, 8)));
        assertThat(first(50, new SobolSearch(INTERVALS, 7))).isEqualTo(first(50, new SobolSearch(INTERVALS, 7)));
        assertThat(first(50, new SobolSearch(INTERVALS, 7))).isNotEqualTo(first(50, new SobolSearch(INTERVALS, 8)));
    }

    @Test
    void sobolFillsEveryEighthOfAnAxisEvenly() {
        SobolSearch search = new SobolSearch(INTERVALS, 3);
        int[] counts = new int[8];
        for (int i = 0; i < 64; i++) {
            counts[(int) (search.ask().orElseThrow().values().get(1).value().asDouble() * 8)]++;
        }
        assertThat(counts).containsOnly(8);
    }

    @Test
    void randomReachesAllValuesAboutEquallyOften() {
        RandomSearch search = new RandomSearch(FINITE, 1);
        int[] counts = new int[3];
        for (int i = 0; i < 3000; i++) {
            counts[search.ask().orElseThrow().values().get(1).value().asInt()]++;
        }
        for (int count : counts) {
            assertThat(count).isCloseTo(1000, within(120));
        }
    }

    @Test
    void sobolVisitsManyCellsOfAFiniteSpace() {
        SobolSearch search = new SobolSearch(FINITE, 0);
        HashSet<String> seen = new HashSet<>();
        IntStream.range(0, 40).forEach(i -> seen.add(text(search.ask().orElseThrow())));
        assertThat(seen).hasSize(6);
    }

    private static List<String> first(int count, SearchStrategy search) {
        return IntStream.range(0, count)
                .mapToObj(i -> text(search.ask().orElseThrow()))
                .toList();
    }

    private static String text(Cell cell) {
        return String.join(
                " ", cell.values().stream().map(value -> value.value().asText()).toList());
    }

    private static Dimension listed(String setting, int values) {
        return new Listed(
                List.of(setting),
                IntStream.range(0, values)
                        .mapToObj(i -> List.of(new GivenSetting(setting, IntNode.valueOf(i), "g")))
                        .toList());
    }
}
