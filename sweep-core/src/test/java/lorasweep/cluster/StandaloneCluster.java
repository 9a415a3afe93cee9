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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A standalone cluster of Spark's own processes on loopback: a master and workers, with GPUs that a discovery
 * script makes up, or without. Spark's home is made of this build's class path; our classes are a jar
 * that is submitted, our libraries go along with {@code --jars}.
 */
public final class StandaloneCluster implements AutoCloseable {
    /** Our modules where they are jars, and libraries that Spark does not bring. */
    private static final String OURS =
            "sweep-core|worker|reports|picocli|progressbar|jline|jackson-dataformat|snakeyaml";

    private final Path folder;
    private final Path home;
    private final Path application;
    private final String libraries;
    private final int gpus;
    private final int port;
    private final List<Path> links = new ArrayList<>();
    private final List<Process> workers = new ArrayList<>();
    private final Process master;

    /** A cluster whose files are in a folder, with so many GPUs for each worker. */
    public StandaloneCluster(Path folder, int workerCount, int gpus) throws IOException, InterruptedException {
        this.folder = folder;
        this.gpus = gpus;
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
        workers.add(java(
                "worker-" + number,
                gpus == 0 ? List.of() : madeUpGpus(number),
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

    private List<String> madeUpGpus(int worker) throws IOException {
        String addresses = IntStream.range(gpus * worker, gpus * (worker + 1))
                .mapToObj(address -> "\"" + address + "\"")
                .collect(Collectors.joining(","));
        Path script = folder.resolve("gpus-" + worker + ".sh");
        Files.writeString(script, "#!/bin/sh\necho '{\"name\":\"gpu\",\"addresses\":[" + addresses + "]}'\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return List.of(
                "-Dspark.worker.resource.gpu.amount=" + gpus, "-Dspark.worker.resource.gpu.discoveryScript=" + script);
    }

    private String url() {
        return "spark://127.0.0.1:" + port;
    }

    /** Starts spark-submit on our command line; its output goes to a file of this name. */
    public Process submit(String name, String deployMode, List<String> settings, List<String> arguments)
            throws IOException {
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
                "spark.executor.extraJavaOptions=-XX:+UseSerialGC",
                "spark.network.timeout=15s",
                "spark.network.timeoutInterval=3s",
                "spark.executor.heartbeatInterval=2s"));
        if (gpus > 0) {
            all.addAll(List.of("spark.executor.resource.gpu.amount=" + gpus, "spark.task.resource.gpu.amount=1"));
        }
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
    public String log(String name) {
        try {
            return Files.exists(logFile(name)) ? Files.readString(logFile(name)) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processes of executors that live now. */
    public List<ProcessHandle> executors() {
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
    public interface Condition {
        /** Whether it is true now. */
        boolean isTrue() throws IOException;
    }

    /** Waits up to four minutes. */
    public static void await(String what, Condition condition) throws IOException, InterruptedException {
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
                boolean isJoined = entry.getKey().startsWith("META-INF/services/");
                for (Path part : isJoined ? entry.getValue() : entry.getValue().subList(0, 1)) {
                    Files.copy(part, jar);
                }
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
