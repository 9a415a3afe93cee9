package lorasweep.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import lorasweep.sweep.SweepFolder;

/** A cluster to which an overlay was applied: an API server and one node of local processes. */
final class Cluster implements AutoCloseable {
    /** What a machine of two cores can carry, and no waiting for more executors than are there. */
    private static final String SMALL = """
            spark.driver.memory=500m
            spark.executor.memory=500m
            spark.executor.memoryOverhead=300m
            spark.executor.cores=1
            spark.task.cpus=1
            spark.executorEnv.OMP_NUM_THREADS=1
            spark.dynamicAllocation.maxExecutors=2
            spark.dynamicAllocation.schedulerBacklogTimeout=1s
            spark.kubernetes.allocation.batch.delay=500ms
            spark.driver.extraJavaOptions=-XX:+UseSerialGC -XX:TieredStopAtLevel=1
            spark.executor.extraJavaOptions=-XX:+UseSerialGC -XX:TieredStopAtLevel=1
            """;

    private final Path folder;
    private final Path out;
    private final Manifests manifests;
    private final Access access;
    private final ApiServer server;
    private final AssembledImage image;
    private final Kubelet kubelet;

    Cluster(Path folder, String overlay, Map<String, String> environment) throws IOException, InterruptedException {
        this.folder = folder;
        this.out = Files.createDirectories(folder.resolve("out"));
        this.manifests = Manifests.render(overlay);
        SMALL.lines()
                .map(line -> line.split("=", 2))
                .forEach(setting -> ((ObjectNode) manifests.sparkSettings()).put(setting[0], setting[1]));
        this.access = manifests.driverAccess();
        this.server = new ApiServer(access);
        for (JsonNode object : manifests.objects()) {
            HasMetadata resource = server.client().getKubernetesSerialization().unmarshal(object.toString());
            server.client().resource(resource).create();
        }
        this.image = AssembledImage.of("cpu", "cluster");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        this.kubelet = new Kubelet(
                server,
                folder.resolve("node"),
                image,
                Map.of("lorasweep-out", out, "lorasweep-models", empty, "lorasweep-data", empty),
                environment);
    }

    /** A grid of four trials in two packs. */
    Path grid(String name) throws IOException {
        return Demo.grid(folder, name, "[5.0e-4, 1.0e-3, 2.0e-3, 4.0e-3]");
    }

    /** Runs the script that submits sweeps. */
    Project.Outcome submit(Path grid) throws IOException, InterruptedException {
        Path config = Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: test, cluster: {server: "%s"}}]
                contexts: [{name: test, context: {cluster: test, user: nobody}}]
                users: [{name: nobody, user: {}}]
                current-context: test
                """.formatted(server.url()));
        Map<String, String> environment = new HashMap<>(Map.of(
                "KUBECONFIG", config.toString(),
                "HOME", folder.toString(),
                "JAVA_HOME", System.getProperty("java.home"),
                "PATH", Project.kubectl().getParent() + ":" + System.getenv("PATH"),
                "SPARK_LOCAL_IP", "127.0.0.1"));
        return Project.run(environment, List.of(Project.K8S.resolve("submit.sh").toString(), grid.toString()));
    }

    /** Starts a driver outside of the cluster, from the image, that asks the cluster for executors. */
    Process drive(Path grid) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        manifests
                .sparkSettings()
                .properties()
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
        Path token = Files.writeString(folder.resolve("token"), ApiServer.DRIVER_TOKEN);
        Path template = Files.writeString(
                folder.resolve("executor.json"), manifests.pod("executor").toString());
        settings.putAll(Map.of(
                "spark.kubernetes.container.image",
                manifests.pod("executor").at("/spec/containers/0/image").asText(),
                "spark.kubernetes.executor.podTemplateFile",
                template.toString(),
                "spark.kubernetes.authenticate.oauthTokenFile",
                token.toString(),
                "spark.driver.host",
                "127.0.0.1",
                "spark.driver.bindAddress",
                "127.0.0.1"));
        Path root = image.root();
        // Executors get paths of the image from this driver, as its settings name them.
        settings.replaceAll((name, value) -> value.replaceFirst("^/opt/", root + "/opt/"));
        List<String> command = new ArrayList<>(List.of(
                root + "/opt/spark/bin/spark-submit",
                "--master",
                "k8s://" + server.url(),
                "--deploy-mode",
                "client",
                "--class",
                "lorasweep.cli.SweepCli"));
        settings.forEach((name, value) -> command.addAll(List.of("--conf", name + "=" + value)));
        command.addAll(List.of(
                "local://" + root + "/opt/spark/jars/lorasweep.jar", "run", grid.toString(), "--out", out.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("driver.log").toFile());
        builder.environment().putAll(image.localEnvironment());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        return builder.start();
    }

    SweepFolder sweep(String name) {
        return SweepFolder.of(out, name);
    }

    Manifests manifests() {
        return manifests;
    }

    Access access() {
        return access;
    }

    AssembledImage image() {
        return image;
    }

    Kubelet kubelet() {
        return kubelet;
    }

    ApiServer server() {
        return server;
    }

    /** What every process of the cluster has printed. */
    String logs() throws IOException {
        Map<String, String> logs = new TreeMap<>(kubelet.logs());
        if (Files.exists(folder.resolve("driver.log"))) {
            logs.put("driver", Files.readString(folder.resolve("driver.log")));
        }
        StringBuilder all = new StringBuilder();
        logs.forEach((name, log) -> all.append("== ").append(name).append('\n').append(log));
        return all.toString();
    }

    /** Something that will be true. */
    interface Condition {
        boolean isTrue() throws IOException;
    }

    /** Waits up to three minutes. */
    void await(String what, Condition condition) throws IOException, InterruptedException {
        for (int i = 0; i < 1800; i++) {
            if (condition.isTrue()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("waited in vain for " + what + "\n" + logs());
    }

    @Override
    public void close() throws InterruptedException {
        kubelet.close();
        server.close();
    }
}
