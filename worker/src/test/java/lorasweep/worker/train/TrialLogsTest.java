package lorasweep.worker.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import lorasweep.result.Curve;
import lorasweep.result.EpochRecord;
import lorasweep.result.StepRecord;
import lorasweep.result.StepTiming;
import lorasweep.result.TrialFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialLogsTest {
    private static final Instant START = Instant.ofEpochSecond(1_700_000_000);

    @TempDir
    private Path path;

    private TrialFolder folder;
    private Instant now = START;

    @BeforeEach
    void at() {
        folder = TrialFolder.at(path.resolve("trial"));
    }

    private TrialLogs open() throws IOException {
        InstantSource source = () -> now;
        return TrialLogs.open(folder, START, source.withZone(ZoneOffset.UTC));
    }

    private static void append(TrialLogs logs, long step) throws IOException {
        logs.append(
                new StepRecord(step, 1, Map.of(Curve.LOSS, 1.0 / step)), new StepTiming(step, 1, 0.1, 0.2, 0.3, 0.4));
    }

    /** Rows of the logs of steps and of times, and events without the file's head. */
    private List<Integer> onDisk() throws IOException {
        return List.of(folder.steps().size(), folder.timings().size(), events());
    }

    private int events() throws IOException {
        try (var files = Files.list(path.resolve("trial/tensorboard"))) {
            byte[] bytes = Files.readAllBytes(files.toList().get(0));
            int events = -1;
            for (int at = 0; at < bytes.length; at += 16 + (bytes[at] & 0xff)) {
                events++;
            }
            return Math.max(0, events);
        }
    }

    @Test
    void numbersReachTheDiskWithinASecondButNotOneByOne() throws IOException {
        try (TrialLogs logs = open()) {
            append(logs, 1);
            append(logs, 2);
            assertThat(onDisk()).containsOnly(0);

            now = START.plus(Duration.ofSeconds(1));
            append(logs, 3);
            assertThat(onDisk()).containsOnly(3);
            append(logs, 4);
            assertThat(onDisk()).containsOnly(3);
        }
        assertThat(onDisk()).containsOnly(4);
    }

    @Test
    void aClockThatIsPutBackHoldsNothingUp() throws IOException {
        try (TrialLogs logs = open()) {
            now = START.minus(Duration.ofHours(1));
            append(logs, 1);
            assertThat(onDisk()).containsOnly(1);
        }
    }

    @Test
    void theEndOfAnEpochIsOnDiskAtOnce() throws IOException {
        try (TrialLogs logs = open()) {
            append(logs, 1);
            logs.append(new EpochRecord(1, 1, .1, .2, .03, .5));
            assertThat(onDisk()).containsExactly(1, 1, 2);
            assertThat(folder.read().epochs()).hasSize(1);
        }
    }

    @Test
    void aBufferThatIsFullIsWrittenInWholeRows() throws IOException {
        try (TrialLogs logs = open()) {
            for (long step = 1; step <= 1000; step++) {
                append(logs, step);
            }
            String text = Files.readString(path.resolve("trial/steps.jsonl"));
            assertThat(text).endsWith("}\n");
            assertThat(folder.steps()).hasSizeBetween(500, 999);
        }
    }
}
