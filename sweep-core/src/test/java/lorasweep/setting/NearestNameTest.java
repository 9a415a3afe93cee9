package lorasweep.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

    @ParameterizedTest
    @CsvSource({
        "abc, abc, 0",
        "abc, ab, 1",
        "abc, acb, 1",
        "abc, axc, 1",
        "ABC, abc, 0",
        "'', abc, 3",
        "unet_lr, lr_unet, 6"
    })
    void countsInsertionsDeletionsReplacementsAndSwaps(String first, String second, int distance) {
        assertThat(NearestName.distance(first, second)).isEqualTo(distance);
        assertThat(NearestName.distance(second, first)).isEqualTo(distance);
    }

    @Test
    void suggestsWhatIsNearAndNothingElse() {
        List<String> names = List.of("network_dim", "network_alpha", "seed");
        assertThat(NearestName.of("netwrok_dim", names)).contains("network_dim");
        assertThat(NearestName.of("sede", names)).contains("seed");
        assertThat(NearestName.of("learning_rate", names)).isEmpty();
        assertThat(NearestName.of("x".repeat(100_000), names)).isEmpty();
    }

    @Test
    void listsAFewNamesWhenNoneIsNear() {
        assertThat(NearestName.suggestion("zzz", List.of("a", "b"))).isEqualTo("expected one of a, b.");
        assertThat(NearestName.suggestion("aa", List.of("ab", "b"))).isEqualTo("did you mean \"ab\"?");
    }
}
