package lorasweep.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lorasweep.sweep.LedgerEvent;
import lorasweep.sweep.SweepFolder;
import lorasweep.sweep.SweepState;
import lorasweep.sweep.SweepTrial;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sweeps by Spark's own Kubernetes backend, with our manifests, our image's files and our script. The API server
 * is a mock, and pods are local processes; driver and executors are the real ones and train.
 */
class KubernetesSweepTest {
    private static final NavigableSet<String> ALLOWED = new TreeSet<>();
    private static final NavigableSet<String> USED = new TreeSet<>();

    @TempDir
    private Path folder;

    @Test
    void aSubmittedSweepGetsItsReportThoughAnExecutorIsKilled() throws Exception {
        try (Cluster cluster = new Cluster(folder, "cpu", Map.of())) {
            Map<String, String> files = cluster.image().listing();
            SweepFolder sweep = cluster.sweep("submitted");
            cluster.submit(cluster.grid("submitted")).requireSuccess();
            cluster.await("the first pack", () -> ledger(sweep).contains("pack_started"));
            Matcher busy = Pattern.compile("\"pack_started\".*?\"executor\":\"(\\d+)\"")
                    .matcher(ledger(sweep));
            assertThat(busy.find()).isTrue();
            cluster.kubelet().kill(busy.group(1));
            cluster.await(
                    "the driver's end",
                    () -> cluster.kubelet().pods("driver").size() == 1
                            && cluster.kubelet().alive("driver").isEmpty());

            requireReport(cluster, sweep);
            assertThat(SweepState.read(sweep).history())
                    .as(cluster.logs())
                    .anyMatch(event -> event instanceof LedgerEvent.ExecutorLost);
            requirePodsOf(cluster);
            requireRights(cluster);
            assertThat(cluster.image().listing())
                    .as("the root filesystem is read only")
                    .isEqualTo(files);
            assertThat(cluster.logs()).doesNotContain(ApiServer.DRIVER_TOKEN);
        }
    }

    @Test
    void aDriverOutsideOfTheClusterGetsItsReport() throws Exception {
        try (Cluster cluster = new Cluster(folder, "cpu", Map.of())) {
            Process driver = cluster.drive(cluster.grid("client"));
            assertThat(driver.waitFor(3, TimeUnit.MINUTES)).as(cluster.logs()).isTrue();
            assertThat(driver.exitValue()).as(cluster.logs()).isZero();
            requireReport(cluster, cluster.sweep("client"));
            requireRights(cluster);
        }
    }

    @Test
    void anExecutorTrainsOnTheGpuThatItsPodWasGiven() throws Exception {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        Path smi = Files.writeString(
                tools.resolve("nvidia-smi"),
                "#!/bin/sh\necho 'GPU 0: NVIDIA L4 (UUID: GPU-0a1b2c3d-0000-4000-8000-000000000000)'\n");
        Files.setPosixFilePermissions(smi, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Cluster cluster = new Cluster(folder, "gpu", Map.of("PATH", tools + ":" + System.getenv("PATH")))) {
            SweepFolder sweep = cluster.sweep("gpu");
            Process driver = cluster.drive(cluster.grid("gpu"));
            assertThat(driver.waitFor(3, TimeUnit.MINUTES)).as(cluster.logs()).isTrue();
            SweepState state = SweepState.read(sweep);
            assertThat(state.timeline().packs())
                    .as(cluster.logs())
                    .isNotEmpty()
                    .allMatch(pack -> pack.device().equals("cuda:0"));
            assertThat(state.trials())
                    .as("there is no such device here, and the engine says so")
                    .allMatch(trial -> trial.status() == SweepTrial.Status.FAILED);
            Container executor = cluster.kubelet()
                    .pods("executor")
                    .get(0)
                    .getSpec()
                    .getContainers()
                    .get(0);
            assertThat(executor.getResources().getLimits()).containsEntry("nvidia.com/gpu", new Quantity("1"));
        }
    }

    /** Checked over all ways of running: what no driver has used is a right too many. */
    @AfterAll
    static void theRoleAllowsNothingThatIsNotUsed() {
        assertThat(USED).isEqualTo(ALLOWED);
    }

    private static String ledger(SweepFolder sweep) throws IOException {
        return Files.exists(sweep.ledgerFile()) ? Files.readString(sweep.ledgerFile()) : "";
    }

    private static void requireReport(Cluster cluster, SweepFolder sweep) throws IOException {
        SweepState state = SweepState.read(sweep);
        assertThat(state.trials())
                .as(cluster.logs())
                .hasSize(4)
                .allMatch(trial -> trial.status() == SweepTrial.Status.COMPLETED);
        assertThat(Files.readString(sweep.reportFile())).contains("unet_lr");
    }

    private static void requireRights(Cluster cluster) {
        assertThat(cluster.access().denied()).isEmpty();
        ALLOWED.addAll(cluster.access().allowed());
        USED.addAll(cluster.access().used());
    }

    /** Pods are those of the manifests, and what Spark adds is what its settings say. */
    private static void requirePodsOf(Cluster cluster) {
        JsonNode settings = cluster.manifests().sparkSettings();
        List<Pod> executors = cluster.kubelet().pods("executor");
        assertThat(executors.size()).as("one more than killed").isGreaterThanOrEqualTo(2);
        for (Pod pod : executors) {
            requireTemplate(
                    pod, cluster.manifests().pod("executor"), Set.of("spark-local-dir-1", "spark-conf-volume-exec"));
            assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("lorasweep-executor");
            assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getSpec().getTerminationGracePeriodSeconds()).isEqualTo(30);
            Container container = pod.getSpec().getContainers().get(0);
            assertThat(container.getResources().getLimits()).isEqualTo(Map.of("memory", new Quantity("800Mi")));
            assertThat(container.getResources().getRequests())
                    .isEqualTo(Map.of(
                            "memory",
                            new Quantity("800Mi"),
                            "cpu",
                            new Quantity(settings.path("spark.executor.cores").asText())));
        }
        Pod driver = cluster.kubelet().pods("driver").get(0);
        requireTemplate(
                driver,
                cluster.manifests().pod("driver"),
                Set.of("spark-local-dir-1", "spark-conf-volume-driver", "pod-template-volume"));
        assertThat(driver.getSpec().getServiceAccountName()).isEqualTo("lorasweep-driver");
    }

    private static void requireTemplate(Pod pod, JsonNode template, Set<String> ofSpark) {
        JsonNode made = new KubernetesSerialization().convertValue(pod, JsonNode.class);
        String where = pod.getMetadata().getName() + "\n" + made.toPrettyString();
        JsonNode container = made.at("/spec/containers/0");
        JsonNode asked = template.at("/spec/containers/0");
        assertThat(made.at("/spec/securityContext").toString())
                .as(where)
                .isEqualTo(template.at("/spec/securityContext").toString());
        assertThat(container.path("securityContext")).as(where).isEqualTo(asked.path("securityContext"));
        assertThat(container.path("image")).as(where).isEqualTo(asked.path("image"));
        assertThat(made.at("/metadata/labels").properties())
                .as(where)
                .containsAll(template.at("/metadata/labels").properties());
        Set<String> volumes = names(made.at("/spec/volumes"));
        Set<String> expected = new TreeSet<>(names(template.at("/spec/volumes")));
        expected.addAll(ofSpark);
        assertThat(volumes).as(where).isEqualTo(expected);
        assertThat(elements(container.path("volumeMounts")))
                .as(where)
                .containsAll(elements(asked.path("volumeMounts")));
        assertThat(container.path("env").toString())
                .as(where)
                .doesNotContainIgnoringCase("secret", "token", "password");
    }

    private static Set<String> names(JsonNode list) {
        return elements(list).stream().map(node -> node.path("name").asText()).collect(Collectors.toSet());
    }

    private static List<JsonNode> elements(JsonNode list) {
        return Stream.iterate(0, i -> i < list.size(), i -> i + 1)
                .map(list::get)
                .toList();
    }
}
