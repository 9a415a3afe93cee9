package lorasweep.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LiveReportTest {

    @Test
    void rendersOnceAMinuteUnlessThatTakesMoreThanAFewPerCentOfTheTime() {
        assertThat(LiveReport.pause(Duration.ZERO)).isEqualTo(Duration.ofMinutes(1));
        assertThat(LiveReport.pause(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(59));
        assertThat(LiveReport.pause(Duration.ofSeconds(20))).isEqualTo(Duration.ofMinutes(10));
    }
}
