package lorasweep.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import lorasweep.standalone.ClusterProcess;
import lorasweep.standalone.ClusterSettings;
import lorasweep.standalone.Distribution;
import lorasweep.standalone.GpuDiscovery;
import lorasweep.standalone.Secret;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code sweep cluster}: Spark's standalone cluster on a few machines, from the distribution's own jars. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        description = "A cluster of a few machines without any other installation: start a master, a worker on each"
                + " machine, and submit sweeps. On this machine alone unless an --address is given; then only processes"
                + " with the same secret may join, and all they say is encrypted.",
        synopsisSubcommandLabel = "master|worker|submit")
public final class ClusterVerb implements Verb {
    /** Where the launcher says that the distribution is. */
    static final String HOME = "lorasweep.home";

    private static final int PORT = 7077;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--address",
            scope = ScopeType.INHERIT,
            paramLabel = "IP",
            description = "This machine's address in the cluster's network (default: 127.0.0.1, this machine alone).")
    private String address = ClusterSettings.LOOPBACK;

    @Option(
            names = "--secret",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description =
                    "What the cluster's processes share; the master makes it if it is missing, other machines need"
                            + " a copy (default: ~/.config/lorasweep/cluster-secret, where an --address is given).")
    private @Nullable Path secret;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.BAD_INPUT;
    }

    @Command(name = "master", mixinStandardHelpOptions = true, description = "Starts what workers register with.")
    int master(
            @Option(
                            names = "--port",
                            paramLabel = "N",
                            description = "Default: ${DEFAULT-VALUE}.",
                            defaultValue = "" + PORT)
                    int port)
            throws IOException, InterruptedException {
        Optional<Path> file = secretFile();
        if (file.isPresent() && !Files.exists(file.get())) {
            Secret.write(file.get());
            say("made the secret " + file.get() + "; copy it to the other machines, readable by you alone");
        }
        say("starts a master at spark://" + address + ":" + port);
        return start(ClusterProcess.master(distribution(), settings(), port));
    }

    @Command(
            name = "worker",
            mixinStandardHelpOptions = true,
            description = "Offers this machine's cores, memory and GPUs to a master.")
    int worker(
            @Option(names = "--master", required = true, paramLabel = "URL", description = "spark://HOST:PORT")
                    String master,
            @Option(names = "--cores", paramLabel = "N", description = "Default: all.") @Nullable Integer cores,
            @Option(
                            names = "--memory",
                            paramLabel = "SIZE",
                            description = "For the heaps of executors (default: ${DEFAULT-VALUE}).",
                            defaultValue = "8g")
                    String memory,
            @Option(names = "--gpus", paramLabel = "N", description = "Default: all that nvidia-smi shows.") @Nullable
                    Integer gpus,
            @Option(
                            names = "--work",
                            paramLabel = "DIR",
                            description = "For logs of executors (default: ${DEFAULT-VALUE}).",
                            defaultValue = "cluster-work")
                    Path work)
            throws IOException, InterruptedException {
        Distribution distribution = distribution();
        ClusterProcess.Offer offer = new ClusterProcess.Offer(
                cores == null ? Runtime.getRuntime().availableProcessors() : cores,
                memory,
                gpus == null ? GpuDiscovery.count(distribution.gpuDiscovery()) : gpus);
        say("offers " + offer.cores() + " cores, " + offer.memory() + " and " + offer.gpus() + " GPUs to " + master);
        Path folder = Files.createDirectories(work.toAbsolutePath());
        return start(ClusterProcess.worker(distribution, settings(), master, offer, folder.toString()));
    }

    @Command(
            name = "submit",
            mixinStandardHelpOptions = true,
            description =
                    "Runs a verb with the cluster's executors: submit --master URL --gpu -- run GRID --out DIR. All"
                            + " machines must see base, dataset and DIR under the same paths.")
    int submit(
            @Option(names = "--master", required = true, paramLabel = "URL", description = "spark://HOST:PORT")
                    String master,
            @Option(names = "--gpu", description = "One GPU for each executor (default: the CPU).") boolean gpu,
            @Option(names = "--conf", paramLabel = "KEY=VALUE", description = "A setting of Spark.") @Nullable
                    Map<String, String> given,
            @Parameters(paramLabel = "VERB", arity = "1..*", description = "For example: -- run GRID --out DIR")
                    List<String> verb)
            throws IOException, InterruptedException {
        Map<String, String> settings = new LinkedHashMap<>();
        if (gpu) {
            settings.put("spark.executor.resource.gpu.amount", "1");
            settings.put("spark.task.resource.gpu.amount", "1");
        }
        settings.putAll(Optional.ofNullable(given).orElse(Map.of()));
        // One pack at a time on each executor, with all its cores.
        settings.putIfAbsent("spark.task.cpus", settings.getOrDefault("spark.executor.cores", "1"));
        return start(ClusterProcess.driver(distribution(), settings(), master, settings, verb));
    }

    private static Distribution distribution() {
        return Distribution.at(Path.of(System.getProperty(HOME, "k8s/target/dist")));
    }

    private ClusterSettings settings() throws IOException {
        Optional<Path> file = secretFile();
        return new ClusterSettings(address, file.isPresent() ? Optional.of(Secret.read(file.get())) : Optional.empty());
    }

    private Optional<Path> secretFile() {
        if (secret != null || ClusterSettings.isLoopback(address)) {
            return Optional.ofNullable(secret);
        }
        return Optional.of(Path.of(System.getProperty("user.home"), ".config", "lorasweep", "cluster-secret"));
    }

    private void say(String line) {
        PrintWriter screen = spec.commandLine().getErr();
        screen.println("cluster: " + line);
        screen.flush();
    }

    /** Runs a process to its end, which is ours too: both hear Ctrl-C, and a SIGTERM is passed on. */
    private static int start(ClusterProcess process) throws IOException, InterruptedException {
        Path properties = Files.createTempFile(
                "spark",
                ".properties",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        properties.toFile().deleteOnExit();
        try {
            Properties content = new Properties();
            content.putAll(process.settings());
            try (var file = Files.newBufferedWriter(properties)) {
                content.store(file, null);
            }
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(process.options());
            command.addAll(List.of("-cp", process.classPath(), process.mainClass()));
            process.arguments()
                    .forEach(
                            word -> command.add(word.equals(ClusterProcess.PROPERTIES) ? properties.toString() : word));
            ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
            builder.environment().putAll(process.environment());
            Process running = builder.start();
            Thread passOn = new Thread(() -> {
                running.destroy();
                running.onExit().join();
            });
            Runtime.getRuntime().addShutdownHook(passOn);
            return running.waitFor();
        } finally {
            Files.deleteIfExists(properties);
        }
    }
}
