package lorasweep.k8s;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The one node of a cluster: starts each pod as a process, says how it ended, kills it when it is deleted. */
final class Kubelet implements AutoCloseable {
    private static final long LOOK_MILLIS = 150;
    private static final String ROLE = "spark-role";

    private final KubernetesClient cluster;
    private final Path folder;
    private final AssembledImage image;
    private final Map<String, Path> claims;
    private final Map<String, String> environment;
    private final List<String> driverArguments;
    private final Map<String, Process> processes = new ConcurrentHashMap<>();
    private final Map<String, Pod> created = new ConcurrentHashMap<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> looking;

    Kubelet(
            ApiServer server,
            Path folder,
            AssembledImage image,
            Map<String, Path> claims,
            Map<String, String> environment)
            throws IOException {
        this.cluster = server.client();
        this.folder = folder;
        this.image = image;
        this.claims = claims;
        this.environment = environment;
        // A real node mounts these for the service account, and its cluster has an address.
        Path token = Files.writeString(Files.createDirectories(folder).resolve("token"), ApiServer.DRIVER_TOKEN);
        this.driverArguments = List.of(
                "--conf",
                "spark.kubernetes.driver.master=" + server.url(),
                "--conf",
                "spark.kubernetes.authenticate.driver.mounted.oauthTokenFile=" + token,
                "--conf",
                "spark.driver.host=127.0.0.1");
        looking = loop.scheduleWithFixedDelay(this::lookSafely, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void lookSafely() {
        try {
            look();
        } catch (IOException | RuntimeException e) {
            failures.add(e);
        }
    }

    private void look() throws IOException {
        Map<String, Pod> present = new HashMap<>();
        for (Pod pod : cluster.pods().inAnyNamespace().list().getItems()) {
            present.put(pod.getMetadata().getName(), pod);
        }
        for (Pod pod : present.values()) {
            String name = pod.getMetadata().getName();
            // Spark makes the objects that a pod mounts after the pod.
            if (!processes.containsKey(name) && areMountsThere(pod)) {
                created.put(name, pod);
                processes.put(
                        name,
                        new PodProcess(pod, folder.resolve(name), image, claims)
                                .start(cluster, environment, driverArguments));
                setStatus(pod, "Running", null);
            }
        }
        for (Map.Entry<String, Process> entry : processes.entrySet()) {
            Pod pod = present.get(entry.getKey());
            Process process = entry.getValue();
            if (pod == null) {
                process.destroyForcibly();
            } else if (!process.isAlive() && "Running".equals(pod.getStatus().getPhase())) {
                setStatus(pod, process.exitValue() == 0 ? "Succeeded" : "Failed", process.exitValue());
            }
        }
    }

    private boolean areMountsThere(Pod pod) {
        return pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getConfigMap() != null)
                .allMatch(volume -> cluster.configMaps()
                                .inNamespace(pod.getMetadata().getNamespace())
                                .withName(volume.getConfigMap().getName())
                                .get()
                        != null);
    }

    private void setStatus(Pod pod, String phase, Integer exit) {
        ContainerStateBuilder state = new ContainerStateBuilder();
        String now = Instant.now().toString();
        if (exit == null) {
            state.withNewRunning().withStartedAt(now).endRunning();
        } else {
            state.withNewTerminated().withExitCode(exit).withFinishedAt(now).endTerminated();
        }
        try {
            Pod current = cluster.resource(pod).get();
            if (current == null) {
                return;
            }
            cluster.resource(new PodBuilder(current)
                            .withNewStatus()
                            .withPhase(phase)
                            .withPodIP("127.0.0.1")
                            .withStartTime(now)
                            .addNewCondition()
                            .withType("Ready")
                            .withStatus(exit == null ? "True" : "False")
                            .endCondition()
                            .withContainerStatuses(new ContainerStatusBuilder()
                                    .withName(
                                            pod.getSpec().getContainers().get(0).getName())
                                    .withReady(exit == null)
                                    .withState(state.build())
                                    .build())
                            .endStatus()
                            .build())
                    .updateStatus();
        } catch (KubernetesClientException deletedMeanwhile) {
            // The next look sees that it is gone.
        }
    }

    /** The pods that were started so far with a role of Spark's, as they were created. */
    List<Pod> pods(String role) {
        return created.values().stream()
                .filter(pod -> role.equals(pod.getMetadata().getLabels().get(ROLE)))
                .collect(Collectors.toList());
    }

    /** The processes of a role's pods that live now. */
    List<Process> alive(String role) {
        Set<String> names =
                pods(role).stream().map(pod -> pod.getMetadata().getName()).collect(Collectors.toSet());
        return processes.entrySet().stream()
                .filter(entry ->
                        names.contains(entry.getKey()) && entry.getValue().isAlive())
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Kills the process of an executor's pod as a machine that breaks does. */
    void kill(String executor) {
        for (Pod pod : pods("executor")) {
            if (executor.equals(pod.getMetadata().getLabels().get("spark-exec-id"))) {
                processes.get(pod.getMetadata().getName()).destroyForcibly();
            }
        }
    }

    /** What pods have printed, by their names. */
    Map<String, String> logs() throws IOException {
        Map<String, String> logs = new TreeMap<>();
        for (String name : created.keySet()) {
            logs.put(name, Files.readString(folder.resolve(name).resolve("log")));
        }
        if (!failures.isEmpty()) {
            logs.put("kubelet", failures.toString());
        }
        return logs;
    }

    @Override
    public void close() throws InterruptedException {
        looking.cancel(false);
        loop.shutdown();
        if (!loop.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the node does not stop");
        }
        for (Process process : processes.values()) {
            process.destroyForcibly().waitFor();
        }
    }
}
