package lorasweep.k8s;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An image made without Docker: what the Dockerfile copies is linked into a folder, what it sets is collected.
 * Base images stay empty, and of the stage {@code java} this machine's Java is taken.
 */
final class AssembledImage {
    /** Beside the distribution, so that files can be linked. */
    private static final Path FOLDER = Project.K8S.resolve("tests/target/images");

    private final Path root;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> commands = new ArrayList<>();
    private final List<PathMatcher> ignored = new ArrayList<>();
    private String entrypoint = "";
    private String user = "";

    private AssembledImage(Path root) {
        this.root = root;
    }

    /** Assembles a flavour of an image in a new folder of this name. */
    static AssembledImage of(String flavour, String name) throws IOException {
        Path root = FOLDER.resolve(name);
        if (Files.exists(root)) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        AssembledImage image = new AssembledImage(root);
        for (String line : Files.readAllLines(Project.DIST.resolve(".dockerignore"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                image.ignored.add(FileSystems.getDefault().getPathMatcher("glob:" + line.strip()));
            }
        }
        String stage = "";
        for (Dockerfile.Instruction instruction : Dockerfile.read(Project.DIST.resolve("Dockerfile"))) {
            if (instruction.name().equals("FROM")) {
                stage = instruction.argument().replaceFirst("^.* AS ", "");
            } else if (stage.equals(flavour) || stage.equals("${FLAVOUR}")) {
                image.take(instruction);
            }
        }
        return image;
    }

    private void take(Dockerfile.Instruction instruction) throws IOException {
        switch (instruction.name()) {
            case "COPY" -> copy(instruction.words());
            case "ENV" ->
                instruction.words().forEach(word -> {
                    int sign = word.indexOf('=');
                    environment.put(word.substring(0, sign), word.substring(sign + 1));
                });
            case "RUN" -> commands.add(instruction.argument());
            case "USER" -> user = instruction.argument();
            case "ENTRYPOINT" -> entrypoint = instruction.argument().replaceAll("[\\[\\]\"]", "");
            default -> {}
        }
    }

    private void copy(List<String> words) throws IOException {
        if (words.get(0).equals("--from=java")) {
            Path to = inside(words.get(2));
            Files.createDirectories(to.getParent());
            Files.createSymbolicLink(to, Path.of(System.getProperty("java.home")));
            return;
        }
        Path from = Project.DIST.resolve(words.get(0));
        Path to = inside(words.get(1));
        if (!Files.isDirectory(from)) {
            link(from, words.get(1).endsWith("/") ? to.resolve(from.getFileName()) : to);
            return;
        }
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                link(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private void link(Path file, Path to) throws IOException {
        Path relative = Project.DIST.relativize(file);
        if (ignored.stream().noneMatch(matcher -> matcher.matches(relative))) {
            Files.createDirectories(to.getParent());
            Files.createLink(to, file);
        }
    }

    private Path inside(String path) {
        return root.resolve(path.substring(1));
    }

    Path root() {
        return root;
    }

    Map<String, String> environment() {
        return environment;
    }

    /** The same where the image lies now. */
    Map<String, String> localEnvironment() {
        Map<String, String> local = new LinkedHashMap<>(environment);
        local.replaceAll((name, value) -> value.replaceFirst("^/opt/", root + "/opt/"));
        return local;
    }

    List<String> commands() {
        return commands;
    }

    String user() {
        return user;
    }

    String entrypoint() {
        return entrypoint;
    }

    /** Every file with its time, to see that nothing was written. */
    Map<String, String> listing() throws IOException {
        Map<String, String> listing = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                listing.put(
                        root.relativize(file).toString(),
                        Files.getLastModifiedTime(file).toString());
            }
        }
        return listing;
    }
}
