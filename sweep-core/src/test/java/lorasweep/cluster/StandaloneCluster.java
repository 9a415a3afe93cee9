package lorasweep.cluster;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A standalone cluster of Spark's own processes on loopback: a master and workers, each worker with two GPUs
 * that a discovery script makes up. Spark's home is made of this build's class path; our classes are a jar
 * that is submitted, our libraries go along with {@code --jars}.
 */
final class StandaloneCluster implements AutoCloseable {
    /** Libraries that Spark does not bring. */
    private static final String OURS = "picocli|progressbar|jline|jackson-dataformat|snakeyaml";

    private final Path folder;
    private final Path home;
    private final Path application;
    private final String libraries;
    private final int port;
    private final List<Path> links = new ArrayList<>();
    private final List<Process> workers = new ArrayList<>();
    private final Process master;

    StandaloneCluster(Path folder, int workerCount) throws IOException, InterruptedException {
        this.folder = folder;
        this.home = Files.createDirectories(folder.resolve("home"));
        Files.createDirectories(home.resolve("conf"));
        Path jars = Files.createDirectories(home.resolve("jars"));
        List<String> submitted = new ArrayList<>();
        List<Path> classes = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath();
            String name = path.getFileName().toString();
            if (Files.isDirectory(path)) {
                classes.add(path);
            } else if (name.matches("(" + OURS + ").*")) {
                submitted.add(path.toString());
            } else if (name.endsWith(".jar") && !name.startsWith("slf4j-nop") && !Files.exists(jars.resolve(name))) {
                links.add(Files.createSymbolicLink(jars.resolve(name), path));
            }
        }
        this.application = jar(classes, folder.resolve("lorasweep.jar"));
        this.libraries = String.join(",", submitted);
        this.port = freePort();
        this.master = java(
                "master",
                List.of(),
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--webui-port",
                "0");
        await("the master", () -> log("master").contains("Starting Spark master"));
        for (int worker = 0; worker < workerCount; worker++) {
            startWorker(worker);
        }
    }

    private void startWorker(int number) throws IOException, InterruptedException {
        Path script = folder.resolve("gpus-" + number + ".sh");
        Files.writeString(
                script,
                "#!/bin/sh\necho '{\"name\":\"gpu\",\"addresses\":[\"" + 2 * number + "\",\"" + (2 * number + 1)
                        + "\"]}'\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        workers.add(java(
                "worker-" + number,
                List.of(
                        "-Dspark.worker.resource.gpu.amount=2",
                        "-Dspark.worker.resource.gpu.discoveryScript=" + script),
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                "127.0.0.1",
                "--cores",
                "3",
                "--memory",
                "2g",
                "--webui-port",
                "0",
                "--work-dir",
                folder.resolve("work-" + number).toString(),
                url()));
        await("worker " + number, () -> log("worker-" + number).contains("Successfully registered with master"));
    }

    private String url() {
        return "spark://127.0.0.1:" + port;
    }

    /** Starts spark-submit on our command line; its output goes to a file of this name. */
    Process submit(String name, String deployMode, List<String> settings, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "--master",
                url(),
                "--deploy-mode",
                deployMode,
                "--class",
                "lorasweep.cli.SweepCli",
                "--jars",
                libraries));
        List<String> all = new ArrayList<>(List.of(
                "spark.driver.memory=600m",
                "spark.executor.memory=600m",
                "spark.executor.cores=2",
                "spark.ui.enabled=false",
                "spark.driver.host=127.0.0.1",
                "spark.driver.bindAddress=127.0.0.1",
                "spark.executor.resource.gpu.amount=2",
                "spark.task.resource.gpu.amount=1",
                "spark.executor.extraJavaOptions=-XX:+UseSerialGC",
                "spark.network.timeout=15s",
                "spark.network.timeoutInterval=3s",
                "spark.executor.heartbeatInterval=2s"));
        all.addAll(settings);
        all.forEach(setting -> command.addAll(List.of("--conf", setting)));
        command.add(application.toString());
        command.addAll(arguments);
        return java(name, List.of(), "org.apache.spark.deploy.SparkSubmit", command.toArray(String[]::new));
    }

    private Process java(String name, List<String> options, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx600m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-cp", home.resolve("conf") + ":" + home.resolve("jars") + "/*", main));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(logFile(name).toFile());
        builder.environment()
                .putAll(Map.of(
                        "SPARK_HOME", home.toString(), "SPARK_SCALA_VERSION", "2.13", "SPARK_LOCAL_IP", "127.0.0.1"));
        return builder.start();
    }

    private Path logFile(String name) {
        return folder.resolve(name + ".log");
    }

    /** What a process has printed. */
    String log(String name) {
        try {
            return Files.exists(logFile(name)) ? Files.readString(logFile(name)) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processes of executors that live now. */
    List<ProcessHandle> executors() {
        return workers.stream()
                .flatMap(worker -> worker.descendants())
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains("CoarseGrainedExecutorBackend"))
                        .isPresent())
                .sorted(Comparator.comparingLong(ProcessHandle::pid))
                .toList();
    }

    /** Something that will be true. */
    interface Condition {
        boolean isTrue() throws IOException;
    }

    /** Waits up to four minutes. */
    static void await(String what, Condition condition) throws IOException, InterruptedException {
        for (int i = 0; i < 1200; i++) {
            if (condition.isTrue()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        throw new AssertionError("waited in vain for " + what);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path jar(List<Path> roots, Path file) throws IOException {
        Map<String, List<Path>> content = new TreeMap<>();
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(Files::isRegularFile)
                        .forEach(path -> content.computeIfAbsent(
                                        root.relativize(path).toString(), first -> new ArrayList<>())
                                .add(path));
            }
        }
        try (JarOutputStream jar = new JarOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            for (Map.Entry<String, List<Path>> entry : content.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                Files.copy(entry.getValue().get(0), jar);
            }
        }
        return file;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        List<ProcessHandle> all = Stream.concat(
                        workers.stream()
                                .flatMap(worker -> Stream.concat(worker.descendants(), Stream.of(worker.toHandle()))),
                        Stream.of(master.toHandle()))
                .collect(Collectors.toList());
        all.forEach(ProcessHandle::destroyForcibly);
        for (Process worker : workers) {
            worker.waitFor();
        }
        master.waitFor();
        for (Path link : links) {
            Files.delete(link);
        }
    }
}
