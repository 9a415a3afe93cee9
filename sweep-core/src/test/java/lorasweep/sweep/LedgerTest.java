package lorasweep.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import lorasweep.result.TrialOutcome.FailureKind;
import lorasweep.result.TrialOutcome.State;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final TrialId TRIAL = new TrialId("0123456789ab");

    /** One of each, with what may be absent both present and absent. */
    private static final List<LedgerEvent> ALL = List.of(
            new LedgerEvent.RunStarted(AT, "r1", "girl", false, 2),
            new LedgerEvent.TrialPlanned(AT, TRIAL, "network_dim=8"),
            new LedgerEvent.ExecutorJoined(AT, "0", "host"),
            new LedgerEvent.PackStarted(AT, 1, 1, List.of(TRIAL), "0", "host", "cuda:1"),
            new LedgerEvent.TrialMeasured(AT, TRIAL, 2, -0.1, null),
            new LedgerEvent.TrialMeasured(AT, TRIAL, 3, null, Double.NaN),
            new LedgerEvent.TrialAudited(AT, TRIAL, 3, "median", "worse"),
            new LedgerEvent.PackRetried(AT, 1, FailureKind.LOST_EXECUTOR, "killed"),
            new LedgerEvent.PackSplit(AT, 1, List.of(2, 3), FailureKind.OUT_OF_MEMORY, "7 GiB"),
            new LedgerEvent.PackEnded(AT, 1, 1, LedgerEvent.PackEnd.STOPPED),
            new LedgerEvent.ExecutorLost(AT, "0", "killed"),
            new LedgerEvent.TrialEnded(AT, TRIAL, State.COMPLETED, null, null),
            new LedgerEvent.TrialEnded(AT, TRIAL, State.FAILED, FailureKind.NON_FINITE, "NaN"),
            new LedgerEvent.TrialRemoved(AT, TRIAL, "network_dim=8", "{\"seed\":1}"),
            new LedgerEvent.RunEnded(AT, "r1", LedgerEvent.RunEnd.INTERRUPTED));

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("ledger.jsonl");
    }

    @Test
    void everyEventReadsBackAsItWasWritten() throws IOException {
        try (Ledger ledger = Ledger.open(file())) {
            ledger.append(ALL.subList(0, 5));
            ledger.append(List.of());
            ledger.append(ALL.subList(5, ALL.size()));
        }
        assertThat(Ledger.read(file())).isEqualTo(ALL);
    }

    @Test
    void aLineIsPlainJson() throws IOException {
        try (Ledger ledger = Ledger.open(file())) {
            ledger.append(ALL.subList(3, 4));
        }
        assertThat(Files.readString(file()))
                .isEqualTo(
                        "{\"event\":\"pack_started\",\"at\":\"2026-01-02T03:04:05.678Z\",\"pack\":1,\"attempt\":1,"
                                + "\"trials\":[\"0123456789ab\"],\"executor\":\"0\",\"host\":\"host\",\"device\":\"cuda:1\"}\n");
    }

    @Test
    void whereverInALineADriverIsKilledTheCompleteLinesRemain() throws IOException {
        try (Ledger ledger = Ledger.open(file())) {
            ledger.append(ALL);
        }
        byte[] whole = Files.readAllBytes(file());
        for (int length = 0; length <= whole.length; length += 19) {
            Files.write(file(), Arrays.copyOf(whole, length));
            int complete = (int) new String(whole, 0, length, UTF_8)
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
            assertThat(Ledger.read(file())).isEqualTo(ALL.subList(0, complete));
            try (Ledger ledger = Ledger.open(file())) {
                ledger.append(ALL.subList(0, 1));
            }
            assertThat(Ledger.read(file())).hasSize(complete + 1).endsWith(ALL.get(0));
        }
    }

    @Test
    void aBrokenLineIsNamed() throws IOException {
        try (Ledger ledger = Ledger.open(file())) {
            ledger.append(ALL.subList(0, 2));
        }
        Files.writeString(file(), "{\"event\":\"unheard_of\"}\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> Ledger.read(file()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(file() + ":3: cannot be read");
    }
}
