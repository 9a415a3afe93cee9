package lorasweep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import lorasweep.runner.EngineCheck;
import lorasweep.trial.TrialSpec;
import org.junit.jupiter.api.Test;

class GpuReportTest {
    private final StringWriter screen = new StringWriter();

    @Test
    void saysThatNothingIsProvenWithoutAGpu() {
        assertThat(GpuReport.print(engine(List.of(), true), new PrintWriter(screen)))
                .isFalse();
        assertThat(screen.toString()).contains("not proven").contains("PYTORCH_FLAVOR=cu128");
    }

    @Test
    void saysOfEachGpuWhatIsProvenAndWhatNot() {
        List<EngineCheck.Gpu> two = List.of(new EngineCheck.Gpu("cuda:0", 1), new EngineCheck.Gpu("cuda:1", 1));
        assertThat(GpuReport.print(engine(two, true), new PrintWriter(screen))).isTrue();
        assertThat(screen.toString())
                .contains("cuda:1  proven     sums are right (seen)")
                .contains("2 of 2 claims");
        assertThat(GpuReport.print(engine(two, false), new PrintWriter(screen))).isFalse();
        assertThat(screen.toString())
                .contains("cuda:0  NOT PROVEN sums are right (seen)")
                .contains("0 of 2 claims");
    }

    private static EngineCheck engine(List<EngineCheck.Gpu> gpus, boolean isProven) {
        return new EngineCheck() {
            @Override
            public int sideBySide(TrialSpec trial) {
                return 1;
            }

            @Override
            public List<String> problems(List<TrialSpec> trials, Path cacheFolder) {
                return List.of();
            }

            @Override
            public Engine start() {
                return new Engine("test", gpus);
            }

            @Override
            public List<Proof> prove(String device) {
                return List.of(new Proof("sums are right", isProven, "seen"));
            }
        };
    }
}
