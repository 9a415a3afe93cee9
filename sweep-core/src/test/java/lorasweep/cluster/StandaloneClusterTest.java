package lorasweep.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lorasweep.driver.CountingRunner;
import lorasweep.result.Curve;
import lorasweep.sweep.LedgerEvent;
import lorasweep.sweep.SweepFolder;
import lorasweep.sweep.SweepState;
import lorasweep.sweep.SweepTrial;
import lorasweep.sweep.SweepTrial.Status;
import lorasweep.sweep.Timeline;
import lorasweep.trial.TrialId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep on a master and two workers, each a process of its own, with two GPUs each. */
class StandaloneClusterTest {
    private static final int STEPS = 40;
    private static final String STEP_MILLIS =
            "spark.executor.extraJavaOptions=-XX:+UseSerialGC -D" + CountingRunner.STEP_MILLIS + "=25";

    @TempDir
    private Path folder;

    @Test
    void aSweepRunsInClientAndInClusterModeEachTaskOnTheGpuSparkGaveIt() throws Exception {
        try (StandaloneCluster cluster = new StandaloneCluster(folder, 2, 2)) {
            SweepFolder client = sweep(cluster, "client");
            SweepFolder submitted = sweep(cluster, "cluster");
            requireResults(client);
            requireResults(submitted);
        }
    }

    private SweepFolder sweep(StandaloneCluster cluster, String mode) throws IOException, InterruptedException {
        Path grid = folder.resolve(mode + ".yaml");
        Files.writeString(grid, grid(mode, 8, STEPS));
        Process submit = cluster.submit(
                "submit-" + mode,
                mode,
                List.of(STEP_MILLIS),
                List.of(
                        "run",
                        grid.toString(),
                        "--out",
                        folder.toString(),
                        "--runner",
                        CountingRunner.class.getName()));
        SweepFolder sweep = SweepFolder.of(folder, mode);
        assertThat(submit.waitFor(4, TimeUnit.MINUTES))
                .as(cluster.log("submit-" + mode))
                .isTrue();
        assertThat(submit.exitValue()).as(cluster.log("submit-" + mode)).isZero();
        StandaloneCluster.await(
                "the end of the sweep",
                () -> Files.exists(sweep.ledgerFile())
                        && Files.readString(sweep.ledgerFile()).contains("\"run_ended\""));
        return sweep;
    }

    /** A grid of as many trials as ranks, in packs of two. */
    static String grid(String name, int trials, int steps) {
        StringBuilder ranks = new StringBuilder("1");
        for (int rank = 2; rank <= trials; rank++) {
            ranks.append(", ").append(rank);
        }
        return """
                version: 1
                name: %s
                base: base.safetensors
                dataset: {path: data}
                train: {max_train_steps: %d}
                grid: {network_dim: [%s]}
                pack: 2
                """.formatted(name, steps, ranks);
    }

    private static void requireResults(SweepFolder sweep) throws IOException {
        SweepState state = SweepState.read(sweep);
        requireEveryTrialOnce(state);
        Map<String, Set<String>> devices = new HashMap<>();
        for (Timeline.PackAttempt pack : state.timeline().packs()) {
            devices.computeIfAbsent(pack.executor(), first -> new TreeSet<>()).add(pack.device());
        }
        assertThat(devices).hasSize(2);
        assertThat(devices.values())
                .as("both GPUs of each worker, named as its discovery script named them")
                .containsExactlyInAnyOrder(Set.of("cuda:0", "cuda:1"), Set.of("cuda:2", "cuda:3"));
        requireOneRunnerPerProcess(sweep, 2);
    }

    static void requireEveryTrialOnce(SweepState state) throws IOException {
        for (SweepTrial trial : state.trials()) {
            assertThat(trial.status()).isEqualTo(Status.COMPLETED);
            double[] losses =
                    state.folder().trial(trial.id()).curves().column(Curve.LOSS).orElseThrow();
            assertThat(losses).hasSize(trial.spec().length().maxTrainSteps());
            for (int i = 0; i < losses.length; i++) {
                assertThat(losses[i]).isEqualTo(CountingRunner.lossAt(trial.spec(), i + 1));
            }
        }
        List<TrialId> ended = state.history().stream()
                .filter(LedgerEvent.TrialEnded.class::isInstance)
                .map(event -> ((LedgerEvent.TrialEnded) event).trial())
                .toList();
        assertThat(ended)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        state.trials().stream().map(SweepTrial::id).toList());
    }

    /** What the runner keeps, such as the base model, is made once in each executor. */
    private static void requireOneRunnerPerProcess(SweepFolder sweep, int processes) throws IOException {
        Map<String, Set<String>> runners = new HashMap<>();
        try (Stream<Path> notes = Files.list(sweep.cacheFolder().resolve("processes"))) {
            for (Path note : notes.toList()) {
                String name = note.getFileName().toString();
                runners.computeIfAbsent(name.substring(name.indexOf('-') + 1), first -> new TreeSet<>())
                        .add(Files.readString(note).split(" ")[0]);
            }
        }
        assertThat(runners)
                .hasSize(processes)
                .allSatisfy((process, made) -> assertThat(made).hasSize(1));
    }
}
