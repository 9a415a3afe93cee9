package lorasweep.worker.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import lorasweep.worker.testing.Goldens;

/** The golden diffusers folder with links to its weights and a changed configuration: how tests make wrong configurations. */
final class FolderCopy {
    private FolderCopy() {}

    /**
     * A copy with one configuration changed.
     *
     * @param network the folder whose only JSON file is changed, for example {@code unet}
     */
    static Path ofGolden(Path parent, String network, Consumer<ObjectNode> change) throws IOException {
        Path copy = Files.createTempDirectory(parent, "model");
        Path golden = Goldens.path("model");
        try (Stream<Path> files = Files.walk(golden)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(golden.relativize(file).toString());
                Files.createDirectories(target.getParent());
                if (file.toString().endsWith(".json")) {
                    Files.copy(file, target);
                } else {
                    Files.createSymbolicLink(target, file);
                }
            }
        }
        String name = network.equals("scheduler") ? "scheduler_config.json" : "config.json";
        Path config = copy.resolve(network).resolve(name);
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = (ObjectNode) mapper.readTree(config.toFile());
        change.accept(json);
        mapper.writeValue(config.toFile(), json);
        return copy;
    }
}
