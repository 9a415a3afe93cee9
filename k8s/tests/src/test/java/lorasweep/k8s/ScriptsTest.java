package lorasweep.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sweep",
                "k8s/submit.sh",
                "k8s/image/sweep",
                "k8s/image/entrypoint.sh",
                "k8s/image/spark/bin/spark-submit",
                "k8s/image/spark/bin/discover-gpus.sh"
            })
    void shellCheckFindsNothing(String script) throws Exception {
        Path file = Project.ROOT.resolve(script);
        assertThat(file).isExecutable();
        Project.Outcome outcome = Project.run(Map.of(), List.of("shellcheck", file.toString()));
        assertThat(outcome.out() + outcome.err()).isBlank();
    }

    @Test
    void aSubmissionSaysWhatIsMissing() throws Exception {
        Project.Outcome outcome =
                Project.run(Map.of(), List.of(Project.K8S.resolve("submit.sh").toString(), "nowhere.yaml"));
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).contains("\"nowhere.yaml\" cannot be read");
    }
}
