package lorasweep.report.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import lorasweep.cli.ExitCode;
import lorasweep.cli.SweepCli;
import lorasweep.report.testing.SampleSweep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportVerbTest {
    @TempDir
    private Path out;

    private final StringWriter said = new StringWriter();
    private final StringWriter complained = new StringWriter();

    private int run(String... arguments) {
        return SweepCli.run(new PrintWriter(said, true), new PrintWriter(complained, true), arguments);
    }

    @Test
    void makesTheReportOfTheOnlySweepInAFolder() throws Exception {
        Path folder = SampleSweep.large(out, 20, 3, 2).running(4).write();

        assertThat(run("report", out.toString())).isEqualTo(ExitCode.DONE);

        assertThat(said.toString().strip())
                .isEqualTo(folder.resolve("report.html").toString());
        assertThat(Files.readString(folder.resolve("report.html"))).contains("16 of 20 trials have ended");
        assertThat(folder.resolve("report.json")).isNotEmptyFile();
    }

    @Test
    void saysWhenAFolderHoldsNoSweep() {
        assertThat(run("report", out.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(complained.toString()).contains("has no ledger.jsonl");
    }
}
