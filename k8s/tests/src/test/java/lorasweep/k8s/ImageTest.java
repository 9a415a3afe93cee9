package lorasweep.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImageTest {
    private static final Path FILE = Project.K8S.resolve("image/Dockerfile");

    private List<Dockerfile.Instruction> instructions = List.of();

    @BeforeEach
    void read() throws IOException {
        instructions = Dockerfile.read(FILE);
    }

    @Test
    void theLinterFindsNothing() throws Exception {
        Project.Outcome outcome = Project.run(
                Map.of(),
                List.of(
                        "node",
                        Project.tool("node_modules/dockerfile-utils/bin/dockerfile-utils")
                                .toString(),
                        "lint",
                        FILE.toString()));
        assertThat(outcome.out() + outcome.err()).isBlank();
        assertThat(outcome.exit()).isZero();
    }

    @Test
    void baseImagesAreOfNamedVersionsAndNothingIsDownloaded() {
        assertThat(arguments("FROM"))
                .allSatisfy(base -> assertThat(base)
                        .matches("\\S+:\\d[\\w.-]+ AS \\w+|\\$\\{FLAVOUR}")
                        .doesNotContain(":latest"));
        assertThat(arguments("RUN"))
                .allSatisfy(command -> assertThat(command).doesNotContain("apt", "curl", "wget", "pip", "http"));
        assertThat(arguments("ADD")).isEmpty();
    }

    @Test
    void runsAsAUserWithoutRights() {
        assertThat(arguments("USER")).containsExactly("185:185");
        assertThat(instructions.get(instructions.size() - 1).name()).isEqualTo("ENTRYPOINT");
        assertThat(arguments("ENTRYPOINT")).containsExactly("[\"/opt/entrypoint.sh\"]");
    }

    /** Processes begin in four ways; how their threads wait must not depend on which. */
    @Test
    void allWaysToStartGiveTheEngineTheSameEnvironment() throws IOException {
        for (String file : List.of(
                "sweep",
                "k8s/image/sweep",
                "k8s/image/Dockerfile",
                "sweep-core/src/main/java/lorasweep/spark/SparkSettings.java")) {
            String text = Files.readString(Project.ROOT.resolve(file));
            assertThat(text)
                    .as(file)
                    .containsPattern("DJL_OFFLINE(=|\", \")true")
                    .containsPattern("OPT_OUT_TRACKING(=|\", \")true")
                    .containsPattern("GOMP_SPINCOUNT\\W[^0-9]*3000\\b");
        }
    }

    @Test
    void carriesNoSecret() throws IOException {
        assertThat(Files.readString(FILE)).doesNotContainIgnoringCase("password", "token", "secret", "credential");
    }

    @Test
    void isLaidOutAsSparkExpects() throws IOException {
        AssembledImage image = AssembledImage.of("cpu", "layout");
        Path root = image.root();
        assertThat(root.resolve("opt/entrypoint.sh")).isExecutable();
        assertThat(root.resolve("opt/spark/bin/spark-submit")).isExecutable();
        assertThat(root.resolve("opt/spark/bin/discover-gpus.sh")).isExecutable();
        assertThat(root.resolve("opt/spark/jars/lorasweep.jar")).exists();
        assertThat(root.resolve("opt/java/openjdk/bin/java")).exists();
        assertThat(image.environment()).containsEntry("SPARK_HOME", "/opt/spark");
        try (var jars = Files.list(root.resolve("opt/spark/jars"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("spark-kubernetes"))
                    .anyMatch(name -> name.startsWith("pytorch-engine"))
                    .noneMatch(name -> name.startsWith("pytorch-native"));
        }
    }

    @Test
    void bothFlavoursHaveDjlsLibraryBesidePyTorch() throws IOException {
        for (String flavour : List.of("cpu", "cuda")) {
            AssembledImage image = AssembledImage.of(flavour, flavour);
            String libraries = image.environment().get("PYTORCH_LIBRARY_PATH");
            assertThat(image.root().resolve(libraries.substring(1)).resolve("libdjl_torch.so"))
                    .exists();
        }
        assertThat(AssembledImage.of("cuda", "cuda").environment()).containsEntry("PYTORCH_FLAVOR", "cu128");
    }

    private List<String> arguments(String name) {
        return instructions.stream()
                .filter(instruction -> instruction.name().equals(name))
                .map(Dockerfile.Instruction::argument)
                .toList();
    }
}
