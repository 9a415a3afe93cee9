package lorasweep.k8s;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * fabric8's API server on loopback, with what it lacks: applying objects that are not there yet, discovery for
 * kubectl, and authorization. Requests with {@link #DRIVER_TOKEN} are the driver's, those without are the
 * submitter's, who may do everything.
 */
final class ApiServer implements AutoCloseable {
    static final String DRIVER_TOKEN = "token-of-the-driver";

    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    private static final Map<String, String> DISCOVERY = Map.of(
            "/api", "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}",
            "/apis", groups("rbac.authorization.k8s.io", "networking.k8s.io"),
            "/api/v1",
                    resources(
                            "v1",
                            "Pod",
                            "pods",
                            "ConfigMap",
                            "configmaps",
                            "PodTemplate",
                            "podtemplates",
                            "Service",
                            "services",
                            "ServiceAccount",
                            "serviceaccounts",
                            "PersistentVolumeClaim",
                            "persistentvolumeclaims"),
            "/apis/rbac.authorization.k8s.io/v1",
                    resources("rbac.authorization.k8s.io/v1", "Role", "roles", "RoleBinding", "rolebindings"),
            "/apis/networking.k8s.io/v1", resources("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies"));

    /** Held, for loggers are forgotten with their levels. */
    private static final Logger REQUESTS = Logger.getLogger("io.fabric8.mockwebserver");

    private final KubernetesMockServer server;
    private final KubernetesClient client;

    ApiServer(Access driver) {
        REQUESTS.setLevel(Level.WARNING);
        server = new KubernetesMockServer(
                new Context(), new MockWebServer(), new HashMap<>(), new Dispatcher(driver), false);
        server.init(InetAddress.getLoopbackAddress(), 0);
        client = server.createClient();
    }

    /** With what the cluster itself does, without authorization. */
    KubernetesClient client() {
        return client;
    }

    String url() {
        return server.url("/").replaceAll("/$", "");
    }

    @Override
    public void close() {
        client.close();
        server.destroy();
    }

    private static String groups(String... names) {
        List<Map<String, Object>> groups = List.of(names).stream()
                .map(name -> {
                    Map<String, String> version = Map.of("groupVersion", name + "/v1", "version", "v1");
                    return Map.<String, Object>of(
                            "name", name, "versions", List.of(version), "preferredVersion", version);
                })
                .toList();
        return JSON.asJson(Map.of("kind", "APIGroupList", "apiVersion", "v1", "groups", groups));
    }

    private static String resources(String version, String... kindsAndNames) {
        List<Map<String, Object>> resources = new ArrayList<>();
        for (int i = 0; i < kindsAndNames.length; i += 2) {
            resources.add(Map.of(
                    "name",
                    kindsAndNames[i + 1],
                    "singularName",
                    kindsAndNames[i].toLowerCase(Locale.ROOT),
                    "namespaced",
                    true,
                    "kind",
                    kindsAndNames[i],
                    "verbs",
                    List.of("create", "delete", "get", "list", "patch", "update", "watch")));
        }
        return JSON.asJson(
                Map.of("kind", "APIResourceList", "apiVersion", "v1", "groupVersion", version, "resources", resources));
    }

    private static final class Dispatcher extends KubernetesCrudDispatcher {
        private final Access driver;

        private Dispatcher(Access driver) {
            this.driver = driver;
        }

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            String path = request.getPath();
            boolean isDriver = ("Bearer " + DRIVER_TOKEN).equals(request.getHeader("Authorization"));
            if (isDriver && !driver.allows(request.method().name(), path)) {
                return answer(
                        403,
                        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\","
                                + "\"reason\":\"Forbidden\",\"code\":403,\"message\":\"the Role does not allow it\"}");
            }
            String discovered = DISCOVERY.get(path.replaceAll("\\?.*", ""));
            return discovered == null ? super.dispatch(request) : answer(200, discovered);
        }

        private static MockResponse answer(int code, String body) {
            return new MockResponse()
                    .setResponseCode(code)
                    .setHeader("Content-Type", "application/json")
                    .setBody(body);
        }

        /** A pod waits until a node takes it. */
        @Override
        public MockResponse handleCreate(RecordedRequest request) {
            if (!request.getPath().replaceAll("\\?.*", "").endsWith("/pods")) {
                return super.handleCreate(request);
            }
            Pod pod = JSON.unmarshal(new ByteArrayInputStream(request.getBody().getBytes()), Pod.class);
            Pod waiting = new PodBuilder(pod)
                    .withNewStatus()
                    .withPhase("Pending")
                    .endStatus()
                    .build();
            return super.handleCreate(new RecordedRequest(
                    "HTTP/1.1",
                    HttpMethod.POST,
                    request.getPath(),
                    request.getHeaders(),
                    new Buffer(JSON.asJson(waiting).getBytes(UTF_8))));
        }

        /** The mock patches only what is there; applying makes what is not. */
        @Override
        public MockResponse handlePatch(RecordedRequest request) {
            if (!String.valueOf(request.getHeader("Content-Type")).contains("apply-patch")) {
                return super.handlePatch(request);
            }
            String path = request.getPath().replaceAll("\\?.*", "");
            Buffer json = new Buffer(JSON.asJson(JSON.unmarshal(
                            new ByteArrayInputStream(request.getBody().getBytes())))
                    .getBytes(UTF_8));
            return handleGet(path).code() == 404
                    ? handleCreate(new RecordedRequest(
                            "HTTP/1.1",
                            HttpMethod.POST,
                            path.substring(0, path.lastIndexOf('/')),
                            request.getHeaders(),
                            json))
                    : handleUpdate(new RecordedRequest("HTTP/1.1", HttpMethod.PUT, path, request.getHeaders(), json));
        }
    }
}
