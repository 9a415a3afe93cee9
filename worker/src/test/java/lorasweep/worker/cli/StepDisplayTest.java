package lorasweep.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepDisplayTest {
    private final StringWriter text = new StringWriter();
    private long now;

    private StepDisplay display(boolean terminal) {
        return StepDisplay.on(new PrintWriter(text), terminal, () -> now);
    }

    private void steps(StepDisplay display, int from, int to, double seconds) {
        for (int step = from; step <= to; step++) {
            now += (long) (seconds * 1e9);
            display.stepped(step, 200, List.of(0.25, 0.125));
        }
    }

    @Test
    void aTerminalShowsOneLineAsTqdmDoes() {
        try (StepDisplay display = display(true)) {
            steps(display, 1, 50, 0.5);
        }
        String[] shown = text.toString().split("\r");
        assertThat(shown[shown.length - 1].strip())
                .isEqualTo("steps:  25%|█████               | 50/200 [00:24<01:15, 2.00it/s, avr_loss=0.2500 0.1250]");
        assertThat(text.toString().strip()).doesNotContain("\n");
    }

    @Test
    void elsewhereALineNowAndThen() {
        try (StepDisplay display = display(false)) {
            steps(display, 1, 200, 1.5);
        }
        assertThat(text.toString()).doesNotContain("\r");
        assertThat(text.toString().lines().toList())
                .hasSize(10)
                .first()
                .isEqualTo("steps:  10% 21/200 [00:30<04:28, 1.50s/it, avr_loss=0.2500 0.1250]");
        assertThat(text.toString()).contains("steps: 100% 200/200");
    }

    @Test
    void hoursAreShownWhereThereAreAny() {
        try (StepDisplay display = display(false)) {
            steps(display, 101, 102, 40);
        }
        assertThat(text.toString()).contains("[00:40<1:05:20, 40.00s/it");
    }
}
