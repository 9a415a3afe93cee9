package lorasweep.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import lorasweep.cluster.StandaloneCluster;
import lorasweep.sweep.LedgerEvent;
import lorasweep.sweep.SweepFolder;
import lorasweep.sweep.SweepState;
import lorasweep.sweep.SweepTrial;
import lorasweep.trial.TrialId;
import lorasweep.worker.data.Folder;
import lorasweep.worker.testing.Goldens;
import lorasweep.worker.testing.TrialFiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executors are killed and frozen and the driver is killed, at random moments, while 24 trials are trained; at the end
 * every trial is there once and all its files are those of a sweep that nothing happened to.
 */
class ChaosTest {
    private static final int TRIALS = 24;

    @TempDir
    private Path folder;

    private final List<String> done = new ArrayList<>();

    @Test
    void aSweepSurvivesAKilledExecutorAKilledDriverAndAFrozenExecutor() throws Exception {
        survive(20, Duration.ofMinutes(3), 3, 5);
        assertThat(done).hasSize(3);
    }

    @Test
    @Tag("chaos")
    void aSweepSurvivesTenMinutesOfIt() throws Exception {
        survive(150, Duration.ofMinutes(10), Integer.MAX_VALUE, System.nanoTime());
        assertThat(done).hasSizeGreaterThan(10);
    }

    private void survive(int epochs, Duration time, int mostActs, long seed) throws Exception {
        Random random = new Random(seed);
        Path grid = grid(epochs);
        try (StandaloneCluster cluster = new StandaloneCluster(folder, 2, 0)) {
            Path undisturbed = folder.resolve("undisturbed");
            assertThat(drive(cluster, grid, undisturbed).waitFor())
                    .as(tail(cluster.log("driver")))
                    .isZero();
            Path out = folder.resolve("disturbed");
            SweepFolder sweep = SweepFolder.of(out, "chaos");
            Process driver = drive(cluster, grid, out);
            StandaloneCluster.await(
                    "the first pack",
                    () -> Files.exists(sweep.ledgerFile())
                            && Files.readString(sweep.ledgerFile()).contains("pack_started"));
            Instant until = Instant.now().plus(time);
            while (done.size() < mostActs && Instant.now().isBefore(until) && driver.isAlive()) {
                TimeUnit.MILLISECONDS.sleep(1000 + random.nextInt(5000));
                switch (mostActs < Integer.MAX_VALUE ? done.size() % 3 : random.nextInt(3)) {
                    case 0 -> kill(cluster, random);
                    case 1 -> {
                        done.add("the driver killed");
                        driver.destroyForcibly().waitFor();
                        driver = drive(cluster, grid, out);
                    }
                    default -> freeze(cluster, random);
                }
            }
            int exit = driver.waitFor();
            assertThat(exit).as(done + "\n" + tail(cluster.log("driver"))).isZero();
            requireEveryTrialOnce(sweep);
            assertThat(files(out)).as(done.toString()).isEqualTo(files(undisturbed));
        }
    }

    /** Ranks, learning rates and seeds in packs of four; an epoch has six steps. */
    private Path grid(int epochs) throws IOException {
        Folder pictures = new Folder(Files.createDirectory(folder.resolve("data")));
        for (int i = 0; i < 8; i++) {
            pictures.image("1_girl/" + i + ".png", 64, 64, i, "girl, tag " + i);
        }
        return Files.writeString(folder.resolve("chaos.yaml"), """
                version: 1
                name: chaos
                base: %s
                dataset: {path: data, heldout: {fraction: 0.25, min: 2}}
                train:
                  resolution: "64"
                  train_batch_size: 1
                  max_train_epochs: %d
                  text_encoder_lr: 0
                  save_every_n_epochs: 5
                grid:
                  network_dim: [2, 4]
                  unet_lr: [1.0e-4, 2.0e-4, 5.0e-4, 1.0e-3]
                seeds: [1, 2, 3]
                probes: {timesteps: 2, noises: 1, train_images: 2, every_epochs: 10}
                pack: 4
                """.formatted(
                        Goldens.path("model").toAbsolutePath(), epochs));
    }

    private static Process drive(StandaloneCluster cluster, Path grid, Path out) throws IOException {
        return cluster.submit(
                "driver",
                "client",
                List.of(
                        "spark.executor.cores=1",
                        "spark.executorEnv.SOURCE_DATE_EPOCH=1700000000",
                        "spark.executorEnv.OMP_NUM_THREADS=1",
                        "spark.executor.extraJavaOptions=-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
                                + " -Dai.djl.pytorch.num_threads=1"),
                List.of("run", grid.toString(), "--out", out.toString(), "--device", "cpu", "--device-memory", "12"));
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

    private void requireEveryTrialOnce(SweepFolder sweep) throws IOException {
        SweepState state = SweepState.read(sweep);
        assertThat(state.trials()).hasSize(TRIALS);
        assertThat(state.count(SweepTrial.Status.COMPLETED)).isEqualTo(TRIALS);
        List<TrialId> ended = state.history().stream()
                .filter(LedgerEvent.TrialEnded.class::isInstance)
                .map(event -> ((LedgerEvent.TrialEnded) event).trial())
                .toList();
        assertThat(ended)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        state.trials().stream().map(SweepTrial::id).toList());
        int kills = (int) done.stream().filter("the driver killed"::equals).count();
        // The first and the last have certainly begun; one in between may be killed before it puts that down.
        assertThat(state.history().stream().filter(LedgerEvent.RunStarted.class::isInstance))
                .hasSizeBetween(1 + Math.min(kills, 1), 1 + kills);
    }

    private static Map<String, String> files(Path out) throws IOException {
        return TrialFiles.of(out.resolve("chaos"));
    }

    private static String tail(String log) {
        return log.substring(Math.max(0, log.length() - 5000));
    }
}
