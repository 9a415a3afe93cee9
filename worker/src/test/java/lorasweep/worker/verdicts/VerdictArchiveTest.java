package lorasweep.worker.verdicts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The benchmark of verdicts on all sixty trials, as {@link VerdictTrials} left them; only the judging is done
 * anew (docs/benchmarks.md has the figures).
 */
class VerdictArchiveTest {
    @Test
    void verdictsOfSixtyTrialsAgreeWithTheOracle(@TempDir Path folder) throws Exception {
        List<MeasuredSweep> sweeps;
        try (InputStream archive = Objects.requireNonNull(VerdictArchiveTest.class.getResourceAsStream("trials.zip"))) {
            sweeps = TrialArchive.read(archive, folder, BenchmarkSize.FULL);
        }
        assertThat(sweeps).hasSize(12);
        assertThat(sweeps.stream().flatMap(sweep -> sweep.trials().stream()))
                .hasSize(60)
                .allSatisfy(VerdictArchiveTest::hasTheWholeOracle);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        VerdictFigures figures = new VerdictFigures(BenchmarkSize.FULL, sweeps, new PrintStream(printed, true, UTF_8));
        figures.print();

        String all = printed.toString(UTF_8);
        assertThat(figures.trials().accuracy()).as(all).isGreaterThanOrEqualTo(0.9);
        assertThat(figures.trials().inconclusive()).as(all).isLessThanOrEqualTo(0.15);
        assertThat(figures.coverage().ofScores()).as(all).isBetween(0.93, 0.97);
        assertThat(figures.coverage().ofDifferences()).as(all).isBetween(0.93, 0.97);
        assertThat(figures.regrets().quantile("chosen epoch", 0.5)).as(all).isZero();
        assertThat(figures.regrets().quantile("chosen epoch", 0.9)).as(all).isLessThanOrEqualTo(0.005);
        assertThat(figures.regrets().mean("chosen epoch")).as(all).isLessThanOrEqualTo(0.005);
    }

    private static void hasTheWholeOracle(TrialRecord trial) {
        assertThat(trial.oracle().noises()).isEqualTo(BenchmarkSize.FULL.oracleNoises());
        assertThat(trial.oracle().rows())
                .hasSize(BenchmarkSize.FULL.epochs() + BenchmarkSize.FULL.further())
                .allSatisfy(row -> assertThat(row.heldOut()).hasSizeGreaterThanOrEqualTo(50));
    }
}
