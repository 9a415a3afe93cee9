package lorasweep.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import lorasweep.executor.PackTask;
import lorasweep.grid.GridFile;
import lorasweep.plan.Assumptions;
import lorasweep.plan.SweepPlan;
import lorasweep.result.Curve;
import lorasweep.result.TrialCurves;
import lorasweep.result.TrialOutcome;
import lorasweep.result.TrialOutcome.FailureKind;
import lorasweep.sweep.LedgerEvent;
import lorasweep.sweep.LedgerEvent.RunEnd;
import lorasweep.sweep.SweepFolder;
import lorasweep.sweep.SweepState;
import lorasweep.sweep.SweepTrial;
import lorasweep.sweep.SweepTrial.Status;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepDriverTest {
    private static final String GRID = """
            version: 1
            name: girl
            base: base.safetensors
            dataset: {path: data}
            train: {max_train_steps: 10}
            grid:
              network_dim: [4, 8, 16, 32]
              unet_lr: [1.0e-4, 1.0e-3]
            pack: 4
            """;
    private static final AtomicInteger RUNS = new AtomicInteger();

    @TempDir
    private Path out;

    private StopButton button = new StopButton();

    private SweepResult run(String grid) throws Exception {
        return run(grid, CountingRunner.class, UnaryOperator.identity());
    }

    private SweepResult run(String grid, Class<?> runner, UnaryOperator<PackTask> change) throws Exception {
        return run(grid, runner, change, Clock.systemUTC());
    }

    private SweepResult run(String grid, Class<?> runner, UnaryOperator<PackTask> change, Clock clock)
            throws Exception {
        SweepPlan plan = SweepPlan.of(GridFile.parse(grid, "girl.yaml", out), Assumptions.MID_RANGE);
        button = new StopButton();
        SweepOrder order = new SweepOrder(plan, grid, folder(), "run" + RUNS.incrementAndGet(), runner.getName());
        return SweepDriver.run(
                order, (referee, listener) -> new ThreadCluster(2, referee, change), progress -> {}, button, clock);
    }

    private SweepFolder folder() {
        return SweepFolder.of(out, "girl");
    }

    private SweepState state() throws IOException {
        return SweepState.read(folder());
    }

    private <T extends LedgerEvent> List<T> events(Class<T> type) throws IOException {
        return state().history().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private void requireEveryTrialOnce(SweepState state) throws IOException {
        for (SweepTrial trial : state.trials()) {
            if (trial.status() == Status.COMPLETED) {
                double[] losses =
                        folder().trial(trial.id()).curves().column(Curve.LOSS).orElseThrow();
                assertThat(losses).hasSize(trial.spec().length().maxTrainSteps());
                for (int i = 0; i < losses.length; i++) {
                    assertThat(losses[i]).isEqualTo(CountingRunner.lossAt(trial.spec(), i + 1));
                }
            }
        }
        List<TrialId> ended = events(LedgerEvent.TrialEnded.class).stream()
                .map(LedgerEvent.TrialEnded::trial)
                .toList();
        assertThat(ended).doesNotHaveDuplicates();
    }

    @Test
    void everyTrialIsTrainedOnceInThePacksThatWerePlanned() throws Exception {
        SweepResult result = run(GRID);

        assertThat(result.end()).isEqualTo(RunEnd.DONE);
        assertThat(result.progress().completed()).isEqualTo(8);
        assertThat(result.progress().best().orElseThrow().score()).isEqualTo(1e-4);
        SweepState state = state();
        assertThat(state.count(Status.COMPLETED)).isEqualTo(8);
        requireEveryTrialOnce(state);
        assertThat(state.timeline().packs())
                .hasSize(2)
                .allSatisfy(pack -> assertThat(pack.trials()).hasSize(4))
                .allSatisfy(pack -> assertThat(pack.end().orElseThrow().how()).isEqualTo(LedgerEvent.PackEnd.FINISHED));
        assertThat(events(LedgerEvent.TrialPlanned.class)).hasSize(8);
        assertThat(events(LedgerEvent.TrialMeasured.class)).hasSize(16);
    }

    @Test
    void aFinishedSweepIsNotTrainedAgain() throws Exception {
        run(GRID);
        SweepResult again = run(GRID);

        assertThat(again.end()).isEqualTo(RunEnd.DONE);
        assertThat(again.progress().completed()).isEqualTo(8);
        assertThat(state().timeline().packs()).hasSize(2);
        assertThat(events(LedgerEvent.TrialPlanned.class)).hasSize(8);
        assertThat(events(LedgerEvent.TrialEnded.class)).hasSize(8);
        assertThat(events(LedgerEvent.RunStarted.class).get(1).isResumed()).isTrue();
    }

    @Test
    void aChangedGridTrainsOnlyWhatIsNewAndMarksWhatIsGone() throws Exception {
        run(GRID);
        run(GRID.replace("[4, 8, 16, 32]", "[8, 16, 32, 64]"));

        SweepState state = state();
        assertThat(state.count(Status.COMPLETED)).isEqualTo(8);
        assertThat(state.trials().stream()
                        .filter(trial -> trial.status() == Status.REMOVED)
                        .map(trial -> trial.spec().network().networkDim()))
                .containsExactly(4, 4);
        assertThat(state.timeline().packs().stream().skip(2).flatMap(pack -> pack.trials().stream()))
                .hasSize(2);
        requireEveryTrialOnce(state);

        run(GRID);
        assertThat(state().count(Status.REMOVED)).isEqualTo(2);
        assertThat(state().timeline().packs()).hasSize(3);
    }

    @Test
    void aPackThatIsTooLargeIsSplitUntilItFits() throws Exception {
        SweepResult result = run(GRID, OddRunners.FitsTwo.class, UnaryOperator.identity());

        assertThat(result.progress().completed()).isEqualTo(8);
        assertThat(events(LedgerEvent.PackSplit.class))
                .hasSize(2)
                .allSatisfy(split -> assertThat(split.failure()).isEqualTo(FailureKind.OUT_OF_MEMORY));
        assertThat(state().timeline().packs()).hasSize(6);
        requireEveryTrialOnce(state());
    }

    @Test
    void aBugInOneTrialCostsNoOtherAndIsKeptWithItsStackTrace() throws Exception {
        SweepResult result = run(GRID, OddRunners.FailsAtRank16.class, UnaryOperator.identity());

        assertThat(result.end()).isEqualTo(RunEnd.DONE);
        assertThat(result.progress().completed()).isEqualTo(6);
        assertThat(result.progress().failed()).isEqualTo(2);
        requireEveryTrialOnce(state());
        for (SweepTrial trial : state().trials()) {
            if (trial.status() == Status.FAILED) {
                TrialOutcome.Failure failure = trial.outcome().orElseThrow().failure();
                assertThat(failure.kind()).isEqualTo(FailureKind.OTHER);
                assertThat(failure.message()).contains("a bug");
                assertThat(Files.readString(folder().trial(trial.id()).path().resolve("error.txt")))
                        .contains("FailsAtRank16.run");
            }
        }

        assertThat(run(GRID).progress().completed())
                .as("the next run tries them again")
                .isEqualTo(8);
        requireEveryTrialTwiceAtMost();
    }

    private void requireEveryTrialTwiceAtMost() throws IOException {
        Map<TrialId, Long> ends = events(LedgerEvent.TrialEnded.class).stream()
                .collect(Collectors.groupingBy(LedgerEvent.TrialEnded::trial, Collectors.counting()));
        assertThat(ends.values()).allMatch(count -> count <= 2);
    }

    @Test
    void aLostExecutorIsForgivenThreeTimesThenItsPackIsSplitAndATrialAloneFails() throws Exception {
        SweepResult result = run(GRID, OddRunners.Dies.class, task -> task);

        assertThat(result.progress().completed()).isEqualTo(7);
        SweepTrial failed = state().trials().stream()
                .filter(trial -> trial.status() == Status.FAILED)
                .findFirst()
                .orElseThrow();
        assertThat(failed.spec().network().networkDim()).isEqualTo(32);
        assertThat(failed.outcome().orElseThrow().failure().kind()).isEqualTo(FailureKind.LOST_EXECUTOR);
        assertThat(events(LedgerEvent.PackRetried.class)).hasSize(9);
        assertThat(events(LedgerEvent.PackSplit.class)).hasSize(2);
        requireEveryTrialOnce(state());
    }

    @Test
    void settingsThatCannotBeTrainedAreTheOutcomeOfTheirTrialOnly() throws Exception {
        run(GRID, OddRunners.RefusesRank4.class, UnaryOperator.identity());

        List<SweepTrial> failed = state().trials().stream()
                .filter(trial -> trial.status() == Status.FAILED)
                .toList();
        assertThat(failed).hasSize(2).allSatisfy(trial -> {
            assertThat(trial.spec().network().networkDim()).isEqualTo(4);
            assertThat(trial.outcome().orElseThrow().failure().kind()).isEqualTo(FailureKind.BAD_SETTINGS);
        });
        assertThat(state().count(Status.COMPLETED)).isEqualTo(6);
    }

    @Test
    void aDivergedTrialIsEndedAtItsFirstEpoch() throws Exception {
        run(GRID.replace("1.0e-3", "0.9"));

        assertThat(state().count(Status.PRUNED)).isEqualTo(4);
        assertThat(state().count(Status.COMPLETED)).isEqualTo(4);
        for (SweepTrial trial : state().trials()) {
            if (trial.status() == Status.PRUNED) {
                assertThat(trial.outcome().orElseThrow().reason())
                        .isEqualTo("diverged: at epoch 1 the loss is 2.46 times the base model's.");
                assertThat(trial.outcome().orElseThrow().cost().steps()).isEqualTo(5);
            }
        }
    }

    @Test
    void anAuditedTrialGoesOnAndIsPutDownOnce() throws Exception {
        String audited = GRID + "stop: {median: {after_epoch: 1, min_peers: 1}, audit_fraction: 1}\n";
        SweepResult result = run(audited.replace("[1.0e-4, 1.0e-3]", "[1.0e-4, 2.0e-4, 3.0e-4]"));

        assertThat(result.progress().completed()).isEqualTo(12);
        assertThat(events(LedgerEvent.TrialAudited.class)).isNotEmpty();
        assertThat(events(LedgerEvent.TrialAudited.class).stream().map(LedgerEvent.TrialAudited::trial))
                .doesNotHaveDuplicates();
    }

    @Test
    void whoAsksToStopGetsARunThatGoesOnLater() throws Exception {
        String longer = GRID.replace("10}", "3000}");
        SweepResult stopped = run(longer, OddRunners.Slow.class, task -> {
            button.press();
            return task;
        });
        assertThat(stopped.end()).isEqualTo(RunEnd.INTERRUPTED);
        assertThat(stopped.progress().ended()).isZero();
        assertThat(state().timeline().open()).isEmpty();
        assertThat(state().trials().stream().mapToInt(trial -> curves(trial).size()))
                .as("steps that were made are not made again")
                .allMatch(steps -> steps > 0 && steps < 3000);

        SweepResult resumed = run(longer, OddRunners.NoProbes.class, UnaryOperator.identity());
        assertThat(resumed.end()).isEqualTo(RunEnd.DONE);
        assertThat(resumed.progress().completed()).isEqualTo(8);
        requireEveryTrialOnce(state());
    }

    private TrialCurves curves(SweepTrial trial) {
        try {
            return folder().trial(trial.id()).curves();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDrainedRunEndsWhatItHasBegun() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        SweepResult drained =
                run(GRID.replace("pack: 4", "pack: 1").replace("10}", "400}"), OddRunners.Slow.class, task -> {
                    if (begun.incrementAndGet() == 1) {
                        leave(StopRequest.DRAIN);
                    }
                    return task;
                });

        assertThat(drained.end()).isEqualTo(RunEnd.INTERRUPTED);
        assertThat(drained.progress().ended()).isBetween(1, 7);
        assertThat(state().timeline().packs())
                .hasSameSizeAs(events(LedgerEvent.TrialEnded.class))
                .allSatisfy(pack -> assertThat(pack.end().orElseThrow().how()).isEqualTo(LedgerEvent.PackEnd.FINISHED));
        assertThat(folder().stopFile()).doesNotExist();
    }

    private void leave(StopRequest request) {
        try {
            request.leaveIn(folder());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aTrialThatTakesTooLongFailsAndGoesOnFromItsStateInTheNextRun() throws Exception {
        String longer = GRID.replace("10}", "3000}").replace("[4, 8, 16, 32]", "[4]");
        SweepResult result =
                run(longer + "budget: {trial_hours: 1.0e-5}\n", OddRunners.Slow.class, UnaryOperator.identity());

        assertThat(result.end()).isEqualTo(RunEnd.DONE);
        assertThat(result.failures()).hasSize(2).allSatisfy(failed -> {
            assertThat(failed.failure().kind()).isEqualTo(FailureKind.TIMEOUT);
            assertThat(failed.failure().message()).contains("more than 0.00001 hours (budget: trial_hours)");
        });
        assertThat(events(LedgerEvent.PackSplit.class))
                .hasSize(1)
                .allSatisfy(split -> assertThat(split.failure()).isEqualTo(FailureKind.TIMEOUT));

        assertThat(run(longer, OddRunners.NoProbes.class, UnaryOperator.identity())
                        .progress()
                        .completed())
                .isEqualTo(2);
        requireEveryTrialTwiceAtMost();
    }

    @Test
    void aPackThatHangsIsEndedByTheCluster() throws Exception {
        SweepResult result = run(
                GRID + "budget: {trial_hours: 0.01}\n",
                OddRunners.Hangs.class,
                UnaryOperator.identity(),
                new HastyClock(5000));

        assertThat(result.failures())
                .hasSize(8)
                .allSatisfy(failed -> assertThat(failed.failure().kind()).isEqualTo(FailureKind.TIMEOUT));
    }

    @Test
    void nothingIsBegunOnceTheBudgetIsUsed() throws Exception {
        String grid = GRID.replace("pack: 4", "pack: 1").replace("10}", "400}") + "budget: {gpu_hours: 1.0e-5}\n";
        SweepResult result = run(grid, OddRunners.Slow.class, UnaryOperator.identity());

        assertThat(result.end()).isEqualTo(RunEnd.BUDGET_REACHED);
        assertThat(result.progress().completed()).isBetween(1, 7);
    }

    @Test
    void twoDriversNeverWorkOnOneFolder() throws Exception {
        List<Throwable> refused = new ArrayList<>();
        run(GRID, CountingRunner.class, task -> {
            try {
                SweepPlan plan = SweepPlan.of(GridFile.parse(GRID, "girl.yaml", out), Assumptions.MID_RANGE);
                SweepDriver.run(
                        new SweepOrder(plan, GRID, folder(), "other", ""),
                        (referee, listener) -> new ThreadCluster(1, referee, UnaryOperator.identity()),
                        progress -> {},
                        new StopButton(),
                        Clock.systemUTC());
            } catch (InvalidInputException e) {
                refused.add(e);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
            return task;
        });
        assertThat(refused).isNotEmpty().allSatisfy(e -> assertThat(e).hasMessageContaining("another sweep run"));
        assertThat(state().count(Status.COMPLETED)).isEqualTo(8);
    }
}
