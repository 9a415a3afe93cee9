package lorasweep.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lorasweep.cluster.StandaloneCluster;
import lorasweep.store.RemoteSweep;
import lorasweep.store.Stores;
import lorasweep.sweep.LedgerEvent;
import lorasweep.sweep.SweepState;
import lorasweep.sweep.SweepTrial;
import lorasweep.testing.ObjectStore;
import lorasweep.worker.data.Folder;
import lorasweep.worker.testing.Goldens;
import lorasweep.worker.testing.TrialFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sweep whose base, pictures and results are in an object store: all its processes are killed, another driver with
 * other executors that share no folder with them goes on, and the files are those of a sweep that wrote to a folder of
 * its own machine and that nothing happened to.
 */
class StoreSweepTest {
    private static final int TRIALS = 4;

    @TempDir
    private Path folder;

    @Test
    void aSweepInAStoreSurvivesTheLossOfAllMachinesAndLeavesTheSameBytes() throws Exception {
        Path bucket = Files.createDirectory(folder.resolve("bucket"));
        Path grid = grid(bucket);
        String out = ObjectStore.place(bucket.resolve("out"));
        Path local = folder.resolve("local");
        try (StandaloneCluster cluster = new StandaloneCluster(folder, 1, 0)) {
            assertThat(drive(cluster, grid, "undisturbed", local.toString()).waitFor())
                    .as(cluster.log("undisturbed"))
                    .isZero();

            Process first = drive(cluster, grid, "first", out);
            StandaloneCluster.await("a published state", () -> published(bucket, "state") > 0 || !first.isAlive());
            assertThat(first.isAlive()).as(cluster.log("first")).isTrue();
            first.destroyForcibly().waitFor();
            assertThat(published(bucket, "outcome.json")).isLessThan(TRIALS);

            assertThat(drive(cluster, grid, "second", out).waitFor())
                    .as(cluster.log("second"))
                    .isZero();
        }
        RemoteSweep remote = RemoteSweep.find(machine("reader"), out);
        remote.fetchOwn();
        remote.fetchTrials(name -> true);
        requireEveryTrialOnce(SweepState.read(remote.folder()));
        Map<String, String> files = TrialFiles.of(remote.folder().path());
        files.keySet().removeIf(name -> name.endsWith("elsewhere.txt"));
        assertThat(files).isEqualTo(TrialFiles.of(local.resolve("stored")));
        assertThat(copies("first")).as("inputs copied by one machine").isEqualTo(2);
    }

    private Stores machine(String name) {
        Map<String, String> settings = new HashMap<>(ObjectStore.settings());
        settings.put(
                "spark.lorasweep.localFolder", folder.resolve("machine-" + name).toString());
        return Stores.of(settings);
    }

    private long copies(String machine) throws IOException {
        try (Stream<Path> inputs =
                Files.list(folder.resolve("machine-" + machine).resolve("inputs"))) {
            return inputs.filter(copy -> copy.getFileName().toString().length() == 64)
                    .count();
        }
    }

    private static long published(Path bucket, String name) throws IOException {
        Path trials = bucket.resolve("out/stored/trials");
        if (!Files.exists(trials)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(trials)) {
            return files.filter(file -> file.toString().contains("/files/")
                            && (file.endsWith(name) || file.getParent().endsWith(name)))
                    .count();
        } catch (java.io.UncheckedIOException replacedMeanwhile) {
            return 0;
        }
    }

    /** Four trials in packs of two; an epoch has six steps. */
    private Path grid(Path bucket) throws IOException {
        Folder pictures = new Folder(Files.createDirectory(bucket.resolve("data")));
        for (int i = 0; i < 8; i++) {
            pictures.image("1_girl/" + i + ".png", 64, 64, i, "girl, tag " + i);
        }
        Path model = Goldens.path("model").toAbsolutePath();
        try (Stream<Path> files = Files.walk(model)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy =
                        bucket.resolve("model").resolve(model.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        return Files.writeString(folder.resolve("stored.yaml"), """
                version: 1
                name: stored
                base: "%s"
                dataset: {path: "%s", heldout: {fraction: 0.25, min: 2}}
                train:
                  resolution: "64"
                  train_batch_size: 1
                  max_train_epochs: 6
                  text_encoder_lr: 0
                  save_every_n_epochs: 2
                grid:
                  network_dim: [2, 4]
                  unet_lr: [1.0e-4, 1.0e-3]
                probes: {timesteps: 2, noises: 1, train_images: 2, every_epochs: 3}
                samples: {prompts: [girl], sampler: euler, steps: 2, size: 64, seeds: [1], epochs: last}
                pack: 2
                """.formatted(
                        ObjectStore.place(bucket.resolve("model")), ObjectStore.place(bucket.resolve("data"))));
    }

    private Process drive(StandaloneCluster cluster, Path grid, String name, String out) throws IOException {
        List<String> settings = new ArrayList<>(List.of(
                "spark.cores.max=2",
                "spark.executor.cores=1",
                "spark.executorEnv.SOURCE_DATE_EPOCH=1700000000",
                "spark.executorEnv.OMP_NUM_THREADS=1",
                "spark.lorasweep.localFolder=" + folder.resolve("machine-" + name),
                "spark.executor.extraJavaOptions=-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
                        + " -Dai.djl.pytorch.num_threads=1"));
        ObjectStore.settings().forEach((key, value) -> settings.add(key + "=" + value));
        return cluster.submit(
                name,
                "client",
                settings,
                List.of("run", grid.toString(), "--out", out, "--device", "cpu", "--device-memory", "12"));
    }

    private static void requireEveryTrialOnce(SweepState state) {
        assertThat(state.trials()).hasSize(TRIALS);
        assertThat(state.count(SweepTrial.Status.COMPLETED)).isEqualTo(TRIALS);
        assertThat(state.history().stream()
                        .filter(LedgerEvent.TrialEnded.class::isInstance)
                        .map(event -> ((LedgerEvent.TrialEnded) event).trial())
                        .toList())
                .doesNotHaveDuplicates()
                .hasSize(TRIALS);
        assertThat(state.history().stream().filter(LedgerEvent.RunStarted.class::isInstance))
                .hasSize(2);
    }
}
