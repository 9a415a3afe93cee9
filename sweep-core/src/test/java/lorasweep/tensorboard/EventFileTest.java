package lorasweep.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lorasweep.tensorboard.EventFile.Scalars;
import lorasweep.tensorboard.ParsedEvents.Parsed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
    private static final Instant START = Instant.ofEpochSecond(1_700_000_000, 250_000_000);

    @TempDir
    private Path folder;

    private static Scalars event(long step) {
        return new Scalars(step, new TreeMap<>(Map.of("loss/current", step / 8.0, "lr/unet", 1e-4)));
    }

    private static Clock at(Instant time) {
        return Clock.fixed(time, ZoneOffset.UTC);
    }

    private Path only() throws IOException {
        try (var files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    private void write(List<Scalars> before, Instant now, long from, long to) throws IOException {
        try (EventFile file = EventFile.open(folder, START, before, at(now))) {
            for (long step = from; step <= to; step++) {
                file.append(event(step));
            }
        }
    }

    @Test
    void isWhatTensorBoardReads() throws IOException {
        write(List.of(), START, 1, 300);

        assertThat(only()).hasFileName("events.out.tfevents.1700000000.lorasweep");
        List<Parsed> events = ParsedEvents.of(only());
        assertThat(events).hasSize(301);
        assertThat(events.get(0).version()).isEqualTo("brain.Event:2");
        assertThat(events.get(0).wallTime()).isEqualTo(1_700_000_000.25);
        assertThat(events.get(300).step()).isEqualTo(300);
        assertThat(events.get(300).values())
                .containsOnly(Map.entry("loss/current", 37.5f), Map.entry("lr/unet", 1e-4f));
    }

    /** The checksum of crc32c's specification (RFC 3720, B.4): 32 zero bytes give 0x8a9136aa. */
    @Test
    void parsesWithAChecksumThatIsRight() {
        assertThat(ParsedEvents.crc32c(new byte[32])).isEqualTo(0x8a9136aa);
    }

    @Test
    void aResumedRunKeepsTheTimesOfWhatStays() throws IOException {
        write(List.of(), START, 1, 5);
        byte[] torn = {9, 0, 0};
        Files.write(only(), torn, StandardOpenOption.APPEND);

        write(List.of(event(1), event(2), event(3)), START.plusSeconds(60), 4, 6);

        List<Parsed> events = ParsedEvents.of(only());
        assertThat(events).extracting(Parsed::step).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(events)
                .extracting(event -> event.wallTime() - 1_700_000_000.25)
                .containsExactly(0., 0., 0., 0., 60., 60., 60.);
    }

    @Test
    void aLostOrShortFileIsWrittenAnew() throws IOException {
        write(List.of(), START, 1, 6);
        byte[] whole = Files.readAllBytes(only());
        List<Scalars> before = new ArrayList<>();
        for (long step = 1; step <= 4; step++) {
            before.add(event(step));
        }
        for (int length : new int[] {0, 5, 40, 120}) {
            Files.write(only(), Arrays.copyOf(whole, length));
            write(before, START, 5, 6);
            assertThat(Files.readAllBytes(only())).as("cut to %d", length).isEqualTo(whole);
        }
        Files.delete(only());
        write(before, START, 5, 6);
        assertThat(Files.readAllBytes(only())).isEqualTo(whole);
    }
}
