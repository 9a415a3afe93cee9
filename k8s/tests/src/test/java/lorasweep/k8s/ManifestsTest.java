package lorasweep.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every overlay as kubectl renders it, checked field by field. */
class ManifestsTest {
    static Stream<String> overlays() {
        return Manifests.OVERLAYS.stream();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyObjectIsWhatTheClusterKnows(String overlay) throws Exception {
        Manifests manifests = Manifests.render(overlay);
        for (JsonNode object : manifests.objects()) {
            String kind = object.path("kind").asText();
            if (kind.equals("SparkApplication")) {
                assertThat(SchemaCheck.problems(applicationSchema(), object.path("spec")))
                        .isEmpty();
            } else {
                assertThat(CoreCheck.problem(kind, object)).as(kind).isEmpty();
            }
        }
        assertThat(manifests.objects()).hasSizeGreaterThan(9);
    }

    @Test
    void thePodToCopyFilesWithIsAsStrictAsTheOthers() throws Exception {
        JsonNode pod =
                new YAMLMapper().readTree(Project.K8S.resolve("files.yaml").toFile());
        assertThat(CoreCheck.problem("Pod", pod)).isEmpty();
        assertThat(pod.at("/spec/securityContext"))
                .isEqualTo(Manifests.render("cpu").pod("driver").at("/spec/securityContext"));
    }

    @Test
    void theCheckSeesWhatIsWrong() throws Exception {
        ObjectNode pod = (ObjectNode) Manifests.render("gpu").pod("executor");
        assertThat(CoreCheck.problem("PodTemplateSpec", pod)).isEmpty();
        ObjectNode misspelt = pod.deepCopy();
        ((ObjectNode) misspelt.at("/spec")).put("runtimeClass", "nvidia");
        assertThat(CoreCheck.problem("PodTemplateSpec", misspelt)).isPresent();
        ObjectNode deep = pod.deepCopy();
        ((ObjectNode) deep.at("/spec/containers/0/securityContext/capabilities")).put("dropp", "ALL");
        assertThat(CoreCheck.problem("PodTemplateSpec", deep)).isPresent();
        ObjectNode nameless = pod.deepCopy();
        ((ObjectNode) nameless.at("/spec/containers/0")).remove("name");
        assertThat(CoreCheck.problem("PodTemplateSpec", nameless)).isPresent();
        ObjectNode many = pod.deepCopy();
        ((ObjectNode) many.at("/spec/containers/0/resources/limits")).put("nvidia.com/gpu", "many");
        assertThat(CoreCheck.problem("PodTemplateSpec", many)).isPresent();
        ObjectNode typed = pod.deepCopy();
        ((ObjectNode) typed.at("/spec/securityContext")).put("runAsUser", "root");
        assertThat(CoreCheck.problem("PodTemplateSpec", typed)).isPresent();
    }

    @Test
    void theCheckOfTheApplicationSeesWhatIsWrong() throws Exception {
        ObjectNode spec = (ObjectNode) Manifests.render("gpu-operator")
                .get("SparkApplication", "lorasweep")
                .path("spec");
        assertThat(wrong(spec.deepCopy().put("restartPolice", "x"))).hasSize(1);
        assertThat(wrong(spec.deepCopy().put("type", "Cobol"))).hasSize(1);
        assertThat(wrong(spec.deepCopy().put("arguments", "run"))).hasSize(1);
        assertThat(wrong(spec.deepCopy().without("sparkVersion"))).hasSize(1);
    }

    @Test
    void theOperatorsApplicationHasTheSameSettingsAndPodsAsTheScripts() throws Exception {
        Manifests manifests = Manifests.render("gpu-operator");
        JsonNode spec = manifests.get("SparkApplication", "lorasweep").path("spec");
        assertThat(spec.path("sparkConf")).isEqualTo(manifests.sparkSettings());
        assertThat(spec.at("/driver/template")).isEqualTo(manifests.pod("driver"));
        assertThat(spec.at("/executor/template")).isEqualTo(manifests.pod("executor"));
        assertThat(spec.path("image")).isEqualTo(manifests.pod("executor").at("/spec/containers/0/image"));
        assertThat(CoreCheck.problem("PodTemplateSpec", spec.at("/executor/template")))
                .isEmpty();
        assertThat(spec.at("/executor/gpu").isMissingNode())
                .as("the operator would set a limit that Spark's tasks know nothing of")
                .isTrue();
    }

    @Test
    void aGpuIsAskedForOnceAndTheSameEverywhere() throws Exception {
        Manifests gpu = Manifests.render("gpu");
        assertThat(gpu.sparkSettings()
                        .path("spark.executor.resource.gpu.amount")
                        .asText())
                .isEqualTo(gpu.pod("executor")
                        .at("/spec/containers/0/resources/limits")
                        .path("nvidia.com/gpu")
                        .asText())
                .isEqualTo(gpu.sparkSettings()
                        .path("spark.task.resource.gpu.amount")
                        .asText());
        assertThat(gpu.pod("executor").at("/spec/runtimeClassName").asText()).isEqualTo("nvidia");
        assertThat(gpu.pod("executor").at("/spec/tolerations/0/key").asText()).isEqualTo("nvidia.com/gpu");
        assertThat(Manifests.render("cpu").sparkSettings().toString()).doesNotContain("gpu");
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void podsHaveNoRights(String overlay) throws Exception {
        Manifests manifests = Manifests.render(overlay);
        for (String role : List.of("driver", "executor")) {
            JsonNode pod = manifests.pod(role);
            assertThat(pod.at("/spec/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/spec/securityContext/seccompProfile/type").asText())
                    .isEqualTo("RuntimeDefault");
            for (JsonNode container : pod.at("/spec/containers")) {
                JsonNode security = container.path("securityContext");
                assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                        .isFalse();
                assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
                assertThat(security.at("/capabilities/add").isMissingNode()).isTrue();
            }
            assertThat(pod.toString()).doesNotContain("hostPath", "hostNetwork", "hostPID", "privileged");
        }
        assertThat(manifests
                        .pod("executor")
                        .at("/spec/automountServiceAccountToken")
                        .asBoolean(true))
                .isFalse();
        assertThat(manifests.objects())
                .as("no secret, no right beyond the namespace")
                .extracting(object -> object.path("kind").asText())
                .doesNotContain("Secret", "ClusterRole", "ClusterRoleBinding");
    }

    private static List<String> wrong(JsonNode spec) throws IOException {
        return SchemaCheck.problems(applicationSchema(), spec);
    }

    private static JsonNode applicationSchema() throws IOException {
        try (InputStream schema =
                Objects.requireNonNull(ManifestsTest.class.getResourceAsStream("spark-application-spec.json"))) {
            return JsonMapper.builder().build().readTree(schema);
        }
    }
}
