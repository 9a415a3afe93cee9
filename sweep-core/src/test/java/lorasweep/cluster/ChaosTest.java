package lorasweep.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import lorasweep.driver.CountingRunner;
import lorasweep.sweep.LedgerEvent;
import lorasweep.sweep.SweepFolder;
import lorasweep.sweep.SweepState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executors are killed and frozen and the driver is killed, at random moments, until enough has happened; at
 * the end every trial is there once and all its rows are those of an undisturbed sweep.
 */
class ChaosTest {
    private static final int TRIALS = 24;

    @TempDir
    private Path folder;

    private final List<String> done = new ArrayList<>();

    @Test
    void aSweepSurvivesAKilledExecutorAFrozenOneAndAKilledDriver() throws Exception {
        // A seed of which the first acts are one of each kind.
        survive(600, Duration.ofSeconds(60), 3, 5);
        assertThat(done).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    @Tag("chaos")
    void aSweepSurvivesTenMinutesOfIt() throws Exception {
        survive(9000, Duration.ofMinutes(10), Integer.MAX_VALUE, System.nanoTime());
        assertThat(done).hasSizeGreaterThan(20);
    }

    private void survive(int steps, Duration time, int mostActs, long seed) throws Exception {
        Random random = new Random(seed);
        SweepFolder sweep = SweepFolder.of(folder, "chaos");
        Path grid = folder.resolve("chaos.yaml");
        Files.writeString(grid, StandaloneClusterTest.grid("chaos", TRIALS, steps));
        try (StandaloneCluster cluster = new StandaloneCluster(folder, 2)) {
            Process driver = drive(cluster, grid);
            StandaloneCluster.await(
                    "the first pack",
                    () -> Files.exists(sweep.ledgerFile())
                            && Files.readString(sweep.ledgerFile()).contains("pack_started"));
            Instant until = Instant.now().plus(time);
            for (int act = 0; act < mostActs && Instant.now().isBefore(until) && driver.isAlive(); act++) {
                TimeUnit.MILLISECONDS.sleep(1000 + random.nextInt(5000));
                switch (mostActs < Integer.MAX_VALUE ? act % 3 : random.nextInt(3)) {
                    case 0 -> kill(cluster, random);
                    case 1 -> freeze(cluster, random);
                    default -> {
                        done.add("the driver killed");
                        driver.destroyForcibly().waitFor();
                        driver = drive(cluster, grid);
                    }
                }
            }
            int exit = driver.waitFor();
            assertThat(exit).as(done + "\n" + tail(cluster.log("driver"))).isZero();
            requireUndisturbedResults(sweep);
        }
    }

    private static Process drive(StandaloneCluster cluster, Path grid) throws IOException {
        return cluster.submit(
                "driver",
                "client",
                List.of("spark.executor.extraJavaOptions=-XX:+UseSerialGC -D" + CountingRunner.STEP_MILLIS + "=10"),
                List.of(
                        "run",
                        grid.toString(),
                        "--out",
                        grid.getParent().toString(),
                        "--runner",
                        CountingRunner.class.getName()));
    }

    private void kill(StandaloneCluster cluster, Random random) {
        List<ProcessHandle> executors = cluster.executors();
        if (!executors.isEmpty()) {
            executors.get(random.nextInt(executors.size())).destroyForcibly();
            done.add("an executor killed");
        }
    }

    /** Stops a process for longer than Spark waits for its heartbeat, then lets it go on if it is still there. */
    private void freeze(StandaloneCluster cluster, Random random) throws IOException, InterruptedException {
        List<ProcessHandle> executors = cluster.executors();
        if (executors.isEmpty()) {
            return;
        }
        long pid = executors.get(random.nextInt(executors.size())).pid();
        signal("-STOP", pid);
        TimeUnit.MILLISECONDS.sleep(10_000 + random.nextInt(20_000));
        signal("-CONT", pid);
        done.add("an executor frozen");
    }

    private static void signal(String signal, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, String.valueOf(pid)).start().waitFor();
    }

    private void requireUndisturbedResults(SweepFolder sweep) throws IOException {
        SweepState state = SweepState.read(sweep);
        assertThat(state.trials()).hasSize(TRIALS);
        StandaloneClusterTest.requireEveryTrialOnce(state);
        assertThat(state.history().stream().filter(LedgerEvent.RunStarted.class::isInstance))
                .hasSize(1
                        + (int) done.stream()
                                .filter("the driver killed"::equals)
                                .count());
    }

    private static String tail(String log) {
        return log.substring(Math.max(0, log.length() - 5000));
    }
}
