package lorasweep.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lorasweep.sweep.SweepFolder;
import lorasweep.sweep.SweepState;
import lorasweep.sweep.SweepTrial;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sweep cluster} from the distribution alone, with a secret as between machines. */
class WorkstationsTest {
    private final List<Process> processes = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void aSweepRunsOnAClusterThatOnlyThoseWithTheSecretMayJoin() throws Exception {
        int port = freePort();
        String master = "spark://127.0.0.1:" + port;
        Path secret = folder.resolve("secret");
        start("master", "cluster", "master", "--port", String.valueOf(port), "--secret", secret.toString());
        await("the master", () -> accepts(port));
        worker("worker", master, secret);
        Path other = Files.writeString(folder.resolve("other"), "0123456789abcdef0123456789abcdef");
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-------"));
        worker("stranger", master, other);

        Path grid = Demo.grid(folder, "workstations", "[1.0e-3, 4.0e-3]");
        Process submit = start(
                "submit",
                "cluster",
                "submit",
                "--master",
                master,
                "--secret",
                secret.toString(),
                "--conf",
                "spark.executor.memory=500m",
                "--",
                "run",
                grid.toString(),
                "--out",
                folder.toString());
        assertThat(submit.waitFor(3, TimeUnit.MINUTES)).as(logs()).isTrue();
        assertThat(submit.exitValue()).as(logs()).isZero();
        SweepFolder sweep = SweepFolder.of(folder, "workstations");
        assertThat(SweepState.read(sweep).trials())
                .hasSize(2)
                .allMatch(trial -> trial.status() == SweepTrial.Status.COMPLETED);
        assertThat(sweep.reportFile()).exists();

        await("the stranger's refusal", () -> log("stranger").contains("Failed to connect to master"));
        try (Stream<Path> work = Files.walk(folder.resolve("work-stranger"))) {
            assertThat(work.filter(Files::isRegularFile))
                    .as("it was given nothing to do")
                    .isEmpty();
        }
        String shared = Files.readString(secret);
        assertThat(logs()).doesNotContain(shared);
        assertThat(processes.stream()
                        .flatMap(process -> Stream.concat(Stream.of(process.toHandle()), process.descendants()))
                        .map(process -> process.info().commandLine())
                        .flatMap(Optional::stream))
                .isNotEmpty()
                .noneMatch(line -> line.contains(shared));
    }

    private void worker(String name, String master, Path secret) throws IOException {
        start(
                name,
                "cluster",
                "worker",
                "--master",
                master,
                "--secret",
                secret.toString(),
                "--cores",
                "1",
                "--memory",
                "600m",
                "--gpus",
                "0",
                "--work",
                folder.resolve("work-" + name).toString());
    }

    private Process start(String name, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Project.DIST.resolve("sweep").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment().putAll(Map.of("JAVA_HOME", System.getProperty("java.home"), "OMP_NUM_THREADS", "1"));
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private String log(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".log"));
    }

    private String logs() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String name : List.of("master", "worker", "stranger", "submit")) {
            all.append("== ").append(name).append('\n').append(log(name));
        }
        return all.toString();
    }

    private void await(String what, Cluster.Condition condition) throws IOException, InterruptedException {
        for (int i = 0; i < 600; i++) {
            if (condition.isTrue()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("waited in vain for " + what + "\n" + logs());
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : processes) {
            List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                    .toList();
            all.forEach(ProcessHandle::destroyForcibly);
            process.waitFor();
        }
    }
}
