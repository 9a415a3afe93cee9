package lorasweep.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LearningRateScheduleTest {

    @Tag("golden")
    @ParameterizedTest
    @MethodSource("recorded")
    void givesTheRatesTheReferenceUsed(JsonNode run) {
        LearningRateSchedule schedule = new LearningRateSchedule(
                LrScheduler.valueOf(run.get("scheduler").asText().toUpperCase(Locale.ROOT)),
                run.get("warmup_steps").asLong(),
                run.get("total_steps").asLong(),
                run.get("num_cycles").asInt(),
                run.get("power").asDouble(),
                run.get("optimizer_default_lr").asDouble());
        JsonNode rates = run.get("lr_used_at_step");
        assertThat(rates.size()).isGreaterThan(3);
        for (int step = 0; step < rates.size(); step++) {
            for (int group = 0; group < 2; group++) {
                double expected = rates.get(step).get(group).asDouble();
                double rate = run.get("group_lrs").get(group).asDouble() * schedule.multiplier(step);
                assertThat(rate)
                        .as("step %d of %s", step, run.get("scheduler"))
                        .isCloseTo(expected, within(1e-12 * expected));
            }
        }
    }

    static List<JsonNode> recorded() throws IOException {
        try (InputStream in = LearningRateScheduleTest.class.getResourceAsStream("lr_schedules.json")) {
            List<JsonNode> runs = new ArrayList<>();
            JsonMapper.builder().build().readTree(in).forEach(runs::add);
            return runs;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "COSINE, 1, 325, 0.853553",
        "COSINE, 1, 999, 0.000003",
        "COSINE_WITH_RESTARTS, 3, 325, 0.146447",
        "COSINE_WITH_RESTARTS, 3, 400, 1",
        "LINEAR, 1, 400, 0.666667",
        "POLYNOMIAL, 1, 550, 0.5005",
        "POLYNOMIAL, 1, 1000, 0.001",
        "CONSTANT, 1, 50, 0.5",
        "CONSTANT, 1, 100, 1",
        "COSINE, 1, 0, 0",
    })
    void agreesWithTheTableForAThousandStepsAndAHundredOfWarmUp(
            LrScheduler scheduler, int cycles, long step, double multiplier) {
        LearningRateSchedule schedule = new LearningRateSchedule(scheduler, 100, 1000, cycles, 1, 1e-4);
        assertThat(schedule.multiplier(step)).isCloseTo(multiplier, within(5e-7));
    }

    @Test
    void staysFiniteWhenWarmUpFillsTheWholeTrial() {
        for (LrScheduler scheduler : LrScheduler.values()) {
            LearningRateSchedule schedule = new LearningRateSchedule(scheduler, 20, 20, 1, 1, 1e-4);
            assertThat(schedule.multiplier(20)).as(scheduler.settingValue()).isFinite();
        }
    }

    @Test
    void warmsUpForATenthOfTheStepsUnlessToldOtherwise() {
        TrialSpec spec = Trials.smallest();
        assertThat(spec.schedule().warmUpSteps(1005)).isEqualTo(100);
        assertThat(spec.with("lr_scheduler", "constant").schedule().warmUpSteps(1000))
                .isZero();
        assertThat(spec.with("lr_warmup_steps", 0).schedule().warmUpSteps(1000)).isZero();
        assertThat(spec.with("lr_warmup_steps", 30).schedule().warmUpSteps(1000))
                .isEqualTo(30);
    }
}
