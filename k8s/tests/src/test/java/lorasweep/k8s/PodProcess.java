package lorasweep.k8s;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A pod as a local process: the image's entry point with the pod's arguments and environment. Where the pod has
 * a path of the image or of a volume, the process has the folder that stands for it.
 */
final class PodProcess {
    private final Pod pod;
    private final Path folder;
    private final AssembledImage image;
    private final Map<String, Path> claims;
    private final NavigableMap<String, Path> paths = new TreeMap<>();

    /**
     * A pod.
     *
     * @param folder for its own files
     * @param claims the folder of each PersistentVolumeClaim
     */
    PodProcess(Pod pod, Path folder, AssembledImage image, Map<String, Path> claims) {
        this.pod = pod;
        this.folder = folder;
        this.image = image;
        this.claims = claims;
    }

    /**
     * Mounts and starts it; what it prints goes to {@code log} in its folder.
     *
     * @param extra variables of the machine, such as its PATH
     * @param arguments added where the pod is a driver
     */
    Process start(KubernetesClient cluster, Map<String, String> extra, List<String> arguments) throws IOException {
        Container container = pod.getSpec().getContainers().get(0);
        Files.createDirectories(folder);
        paths.put("/opt", image.root().resolve("opt"));
        for (VolumeMount mount : container.getVolumeMounts()) {
            paths.put(mount.getMountPath(), source(cluster, mount));
        }
        localize(container);
        List<String> command = new ArrayList<>();
        command.add(image.root() + image.entrypoint());
        container.getArgs().forEach(argument -> command.add(local(argument)));
        if (command.get(1).equals("driver")) {
            command.addAll(2, arguments);
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", System.getenv("PATH"), "SPARK_LOCAL_IP", "127.0.0.1"));
        image.environment().forEach((name, value) -> builder.environment().put(name, local(value)));
        builder.environment().putAll(environment(container));
        builder.environment().putAll(extra);
        return builder.start();
    }

    private Map<String, String> environment(Container container) {
        Map<String, String> environment = new HashMap<>();
        for (EnvVar variable : container.getEnv()) {
            String value = variable.getValue();
            if (value == null
                    && variable.getValueFrom() != null
                    && variable.getValueFrom().getFieldRef() != null) {
                String field = variable.getValueFrom().getFieldRef().getFieldPath();
                value = field.equals("metadata.name") ? pod.getMetadata().getName() : "127.0.0.1";
            }
            environment.put(variable.getName(), local(value == null ? "" : value));
        }
        return environment;
    }

    private Path source(KubernetesClient cluster, VolumeMount mount) throws IOException {
        Volume volume = pod.getSpec().getVolumes().stream()
                .filter(candidate -> candidate.getName().equals(mount.getName()))
                .findFirst()
                .orElseThrow();
        if (volume.getPersistentVolumeClaim() != null) {
            return claims.get(volume.getPersistentVolumeClaim().getClaimName());
        }
        Path own = Files.createDirectories(folder.resolve("volumes").resolve(volume.getName()));
        if (volume.getConfigMap() != null) {
            Map<String, String> names = new HashMap<>();
            if (volume.getConfigMap().getItems() != null) {
                for (KeyToPath item : volume.getConfigMap().getItems()) {
                    names.put(item.getKey(), item.getPath());
                }
            }
            Map<String, String> data = cluster.configMaps()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(volume.getConfigMap().getName())
                    .get()
                    .getData();
            for (Map.Entry<String, String> entry : data.entrySet()) {
                Files.writeString(own.resolve(names.getOrDefault(entry.getKey(), entry.getKey())), entry.getValue());
            }
        }
        return own;
    }

    /** Spark's own settings name paths too. */
    private void localize(Container container) throws IOException {
        for (VolumeMount mount : container.getVolumeMounts()) {
            Path properties = paths.get(mount.getMountPath()).resolve("spark.properties");
            if (Files.exists(properties)) {
                Files.writeString(properties, local(Files.readString(properties, UTF_8)));
            }
        }
    }

    private String local(String text) {
        // The longest path first: /opt/spark/conf is a volume in the image's /opt.
        String any = paths.descendingKeySet().stream().map(Pattern::quote).collect(Collectors.joining("|"));
        return Pattern.compile("(?:(?<=^|[\\s=:,\"';])|(?<=://))(" + any + ")(?=[/:,\\s\"';]|$)", Pattern.MULTILINE)
                .matcher(text)
                .replaceAll(found ->
                        Matcher.quoteReplacement(paths.get(found.group(1)).toString()));
    }
}
