package lorasweep.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import lorasweep.analysis.Axis;
import lorasweep.analysis.Entry;
import lorasweep.grid.GridFile;
import lorasweep.plan.Assumptions;
import lorasweep.plan.PlanJson;
import lorasweep.plan.SweepPlan;
import lorasweep.result.TrialOutcome;
import lorasweep.sweep.SweepTrial.Status;
import lorasweep.trial.TrialSpecCodec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepStateTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final TrialOutcome DONE = TrialOutcome.completed(new TrialOutcome.Cost(3, 1, 0, 0, 0));

    @TempDir
    private Path out;

    private SweepFolder folder;
    private SweepPlan plan;

    @BeforeEach
    void planAGrid() throws IOException {
        plan = SweepPlan.of(GridFile.parse("""
                        version: 1
                        name: girl
                        base: base.safetensors
                        dataset: {path: data}
                        train: {max_train_steps: 3}
                        grid:
                          network_dim: [16, 8]
                          network_alpha: [1, network_dim / 2]
                          unet_lr: {log: [1.0e-4, 1.0e-3], points: 2}
                        exclude: ["network_dim == 8 and unet_lr > 5e-4"]
                        include: [{network_dim: 64, unet_lr: 0.0001}]
                        seeds: [7, 8]
                        samples: {prompts: [a girl], weights: [0.5, 1]}
                        pack: 2
                        """, "girl.yaml", out), Assumptions.MID_RANGE);
        folder = SweepFolder.of(out, "girl");
        Files.createDirectories(folder.path());
        Files.writeString(folder.planFile(), PlanJson.text(plan));
    }

    private void append(LedgerEvent... events) throws IOException {
        try (Ledger ledger = Ledger.open(folder.ledgerFile())) {
            ledger.append(List.of(events));
        }
    }

    @Test
    void aPlannedSweepHasItsAxesAndTrialsAsTheGridSaysThem() throws IOException {
        append(new LedgerEvent.RunStarted(AT, "r", "girl", false, 14));

        SweepState state = SweepState.read(SweepFolder.find(out));

        assertThat(state.name()).isEqualTo("girl");
        assertThat(state.axes())
                .containsExactly(
                        new Axis("network_dim", List.of(level("16"), level("8"), level("64"))),
                        new Axis(
                                "network_alpha",
                                List.of(level("1"), new Axis.Level("network_dim / 2", OptionalDouble.empty()))),
                        new Axis("unet_lr", List.of(level("0.0001"), level("0.001"))));
        assertThat(state.trials()).hasSize(14).allSatisfy(trial -> {
            assertThat(trial.status()).isEqualTo(Status.PLANNED);
            assertThat(trial.pack()).isBetween(1, 7);
        });
        assertThat(state.trials().get(3).levels()).containsExactly(0, 0, 1);
        assertThat(state.trials().get(13).levels()).containsExactly(2, 0, 0);
        assertThat(state.trials().stream().map(SweepTrial::spec).toList())
                .isEqualTo(plan.trials().stream().map(trial -> trial.spec()).toList());
        assertThat(state.samples()).isEqualTo(plan.grid().samples());
    }

    @Test
    void whatRunsAndWhatEndedIsTold() throws IOException {
        var ids = plan.trials().stream().map(trial -> trial.id()).toList();
        append(
                new LedgerEvent.RunStarted(AT, "r1", "girl", false, 14),
                new LedgerEvent.PackStarted(AT, 1, 1, ids.subList(0, 2), "0", "h", "cpu"),
                new LedgerEvent.RunStarted(AT, "r2", "girl", true, 14),
                new LedgerEvent.PackStarted(AT.plusSeconds(1), 9, 1, ids.subList(2, 4), "1", "h", "cpu"));
        folder.trial(ids.get(2)).finish(DONE);

        SweepState state = SweepState.read(folder);

        assertThat(state.trials().subList(0, 4).stream().map(SweepTrial::status))
                .containsExactly(Status.PLANNED, Status.PLANNED, Status.COMPLETED, Status.RUNNING);
        assertThat(state.trials().get(3).pack()).isEqualTo(9);
        assertThat(state.timeline().open()).hasSize(1);
        assertThat(state.timeline().deviceSeconds(AT.plusSeconds(11))).isEqualTo(10);

        append(new LedgerEvent.RunEnded(AT.plusSeconds(5), "r2", LedgerEvent.RunEnd.INTERRUPTED));
        assertThat(SweepState.read(folder).count(Status.RUNNING)).isZero();
    }

    @Test
    void aRemovedTrialIsKeptApartAndNoEntryOfTheAnalysis() throws IOException {
        var gone = plan.trials().get(0).spec().withSeed(99);
        append(
                new LedgerEvent.RunStarted(AT, "r1", "girl", false, 14),
                new LedgerEvent.TrialRemoved(AT, gone.id(), "seed=99", TrialSpecCodec.canonical(gone)));

        SweepState state = SweepState.read(folder);

        assertThat(state.trials()).hasSize(15);
        assertThat(state.trials().get(14).spec()).isEqualTo(gone);
        assertThat(state.count(Status.REMOVED)).isEqualTo(1);
        List<Entry> entries = new ArrayList<>();
        state.entries().forEach(entries::add);
        assertThat(entries).hasSize(14);
        assertThat(state.analysis().trials()).hasSize(14);
    }

    private static Axis.Level level(String number) {
        return new Axis.Level(number, OptionalDouble.of(Double.parseDouble(number)));
    }
}
