package lorasweep.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import lorasweep.grid.GridFile;
import lorasweep.plan.Assumptions;
import lorasweep.plan.SweepPlan;
import lorasweep.result.Curve;
import lorasweep.store.RemoteSweep;
import lorasweep.store.Stores;
import lorasweep.sweep.LedgerEvent;
import lorasweep.sweep.LedgerEvent.RunEnd;
import lorasweep.sweep.SweepState;
import lorasweep.sweep.SweepTrial;
import lorasweep.sweep.SweepTrial.Status;
import lorasweep.testing.ObjectStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps whose results are in an object store, driven and trained on machines that come and go. */
class RemoteSweepTest {
    private static final String GRID = """
            version: 1
            name: girl
            base: base.safetensors
            dataset: {path: data}
            train: {max_train_steps: 10}
            grid:
              network_dim: [4, 8]
              unet_lr: [1.0e-4, 1.0e-3]
            pack: 2
            """;
    private static final AtomicInteger RUNS = new AtomicInteger();

    @TempDir
    private Path folder;

    private Path bucket = Path.of("");
    private StopButton button = new StopButton();

    @BeforeEach
    void makeBucket() {
        bucket = folder.resolve("bucket");
    }

    private Stores machine(String name) {
        Map<String, String> settings = new HashMap<>(ObjectStore.settings());
        settings.put("spark.lorasweep.localFolder", folder.resolve(name).toString());
        return Stores.of(settings);
    }

    private SweepResult run(String grid, Stores driver, Stores executors) throws Exception {
        SweepPlan plan = SweepPlan.of(GridFile.parse(grid, "girl.yaml", folder), Assumptions.MID_RANGE);
        button = new StopButton();
        RemoteSweep remote = RemoteSweep.drivenIn(driver, ObjectStore.place(bucket), "girl");
        SweepOrder order = new SweepOrder(
                plan,
                grid,
                remote.folder(),
                "run" + (1000 + RUNS.incrementAndGet()),
                CountingRunner.class.getName(),
                Optional.of(remote));
        return SweepDriver.run(
                order,
                (referee, listener) -> new ThreadCluster(
                        2,
                        referee,
                        task -> new lorasweep.executor.PackTask(
                                task.order(),
                                task.taskAttempt(),
                                task.place(),
                                task.link(),
                                task.beats(),
                                task.clock(),
                                executors)),
                progress -> {
                    if (progress.running() > 0 && isStoppedSoon) {
                        button.press();
                    }
                },
                button,
                Clock.systemUTC());
    }

    private boolean isStoppedSoon;

    private SweepState read(Stores machine) throws IOException {
        RemoteSweep remote = RemoteSweep.find(machine, ObjectStore.place(bucket));
        remote.fetchOwn();
        remote.fetchTrials(name -> true);
        return SweepState.read(remote.folder());
    }

    private static void requireEveryTrialOnce(SweepState state) throws IOException {
        for (SweepTrial trial : state.trials()) {
            double[] losses =
                    state.folder().trial(trial.id()).curves().column(Curve.LOSS).orElseThrow();
            assertThat(losses).hasSize(10);
            for (int i = 0; i < losses.length; i++) {
                assertThat(losses[i]).isEqualTo(CountingRunner.lossAt(trial.spec(), i + 1));
            }
        }
        assertThat(state.history().stream()
                        .filter(LedgerEvent.TrialEnded.class::isInstance)
                        .map(event -> ((LedgerEvent.TrialEnded) event).trial())
                        .toList())
                .doesNotHaveDuplicates()
                .hasSize(state.trials().size());
    }

    @Test
    void everyMachineReadsWhatOthersHavePublished() throws Exception {
        SweepResult result = run(GRID, machine("driver"), machine("executors"));

        assertThat(result.end()).isEqualTo(RunEnd.DONE);
        assertThat(result.progress().completed()).isEqualTo(4);
        SweepState state = read(machine("reader"));
        assertThat(state.count(Status.COMPLETED)).isEqualTo(4);
        requireEveryTrialOnce(state);
    }

    @Test
    void anotherMachineFinishesWhatOneHasBegun() throws Exception {
        isStoppedSoon = true;
        System.setProperty(CountingRunner.STEP_MILLIS, "500");
        try {
            assertThat(run(GRID, machine("driver"), machine("executors")).end()).isEqualTo(RunEnd.INTERRUPTED);
        } finally {
            System.clearProperty(CountingRunner.STEP_MILLIS);
        }
        isStoppedSoon = false;

        SweepResult result = run(GRID, machine("driver2"), machine("executors2"));

        assertThat(result.end()).isEqualTo(RunEnd.DONE);
        SweepState state = read(machine("reader"));
        requireEveryTrialOnce(state);
        assertThat(state.history().stream().filter(LedgerEvent.RunStarted.class::isInstance))
                .hasSize(2);
    }

    @Test
    void aGridThatGrewTrainsWhatIsNewAndAFinishedOneNothing() throws Exception {
        run(GRID, machine("driver"), machine("executors"));
        String grown = GRID.replace("[4, 8]", "[4, 8, 16]");

        run(grown, machine("driver2"), machine("executors"));
        SweepState state = read(machine("reader"));
        requireEveryTrialOnce(state);
        assertThat(state.trials()).hasSize(6);

        SweepResult again = run(grown, machine("driver3"), machine("executors3"));
        assertThat(again.isNews()).isFalse();
        assertThat(folder.resolve("executors3")).doesNotExist();
    }

    @Test
    void whatWasReplacedIsDeletedFromTheStore() throws Exception {
        run(GRID, machine("driver"), machine("executors"));

        try (Stream<Path> files = Files.walk(bucket)) {
            List<String> names = files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
            assertThat(names).filteredOn(name -> name.equals("steps.jsonl")).hasSize(4);
            assertThat(names).filteredOn(name -> name.equals("ledger.jsonl")).hasSize(1);
            assertThat(names)
                    .as("the newest manifest of the sweep and of each trial, and the one before")
                    .filteredOn(name -> name.endsWith(".json") && name.contains("_"))
                    .hasSizeBetween(5, 10);
        }
    }
}
