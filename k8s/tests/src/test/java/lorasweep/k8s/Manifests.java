package lorasweep.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** An overlay as kubectl renders it. */
record Manifests(List<JsonNode> objects) {
    static final List<String> OVERLAYS = List.of("cpu", "gpu", "gpu-operator");

    static Manifests render(String overlay) throws IOException, InterruptedException {
        String yaml = Project.run(
                        Map.of(),
                        List.of(
                                Project.kubectl().toString(),
                                "kustomize",
                                Project.K8S.resolve("overlays").resolve(overlay).toString()))
                .requireSuccess()
                .out();
        YAMLMapper mapper = new YAMLMapper();
        return new Manifests(
                mapper.readerFor(JsonNode.class).<JsonNode>readValues(yaml).readAll());
    }

    JsonNode get(String kind, String name) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind)
                        && object.path("metadata").path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }

    /** The pod of a role before Spark completes it. */
    JsonNode pod(String role) {
        return get("PodTemplate", "lorasweep-" + role).path("template");
    }

    JsonNode sparkSettings() {
        return get("ConfigMap", "lorasweep-spark").path("data");
    }

    Access driverAccess() {
        return Access.of(get("Role", "lorasweep-driver"));
    }
}
