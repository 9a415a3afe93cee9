package lorasweep.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class HolmTest {
    @Test
    void adjustsNothingToNothing() {
        assertThat(Holm.adjust()).isEmpty();
    }

    @Test
    void agreesWithR() {
        List<Reference> rows = Reference.rows("holm");
        assertThat(Holm.adjust(Reference.column(rows, "p")))
                .containsExactly(Reference.column(rows, "holm"), within(1e-12));
    }
}
