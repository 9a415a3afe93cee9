package lorasweep.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The folder that {@code ./sweep dist} makes. */
class DistTest {
    private static final Path SPARK = Project.DIST.resolve("spark/jars");
    private static final Path LIB = Project.DIST.resolve("lib");
    private static final Path APPLICATION = Project.DIST.resolve("lorasweep.jar");

    @Test
    void hasNoClassThatSparkBrings() throws IOException {
        Set<String> ofSpark = classes(jars(SPARK));
        Set<String> ours = classes(
                Stream.concat(jars(LIB).stream(), Stream.of(APPLICATION)).toList());
        assertThat(ofSpark).hasSizeGreaterThan(50_000);
        assertThat(ours).contains("lorasweep/cli/SweepCli.class", "ai/djl/Device.class");
        assertThat(ours).doesNotContainAnyElementsOf(ofSpark);
    }

    @Test
    void theApplicationIsAllOfOursAndNothingElse() throws IOException {
        assertThat(classes(List.of(APPLICATION))).allMatch(name -> name.startsWith("lorasweep/"));
        try (ZipFile jar = new ZipFile(APPLICATION.toFile())) {
            String verbs = new String(
                    jar.getInputStream(jar.getEntry("META-INF/services/lorasweep.cli.Verb"))
                            .readAllBytes(),
                    java.nio.charset.StandardCharsets.UTF_8);
            assertThat(verbs).contains("RunVerb", "TrainCommand", "ReportVerb");
        }
    }

    @Test
    void runsByItself() throws Exception {
        Project.Outcome outcome = Project.run(
                        Map.of("JAVA_HOME", System.getProperty("java.home")),
                        List.of(
                                Project.DIST.resolve("sweep").toString(),
                                "plan",
                                Project.ROOT.resolve("grids/demo.yaml").toString()))
                .requireSuccess();
        assertThat(outcome.out()).contains("trials");
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static Set<String> classes(List<Path> jars) {
        return jars.stream().flatMap(jar -> classes(jar).stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> classes(Path file) {
        try (ZipFile jar = new ZipFile(file.toFile())) {
            return jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
