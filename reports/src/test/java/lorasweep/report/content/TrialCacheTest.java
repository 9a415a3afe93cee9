package lorasweep.report.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lorasweep.report.testing.SampleSweep;
import lorasweep.result.TrialFolder;
import lorasweep.sweep.SweepFolder;
import lorasweep.sweep.SweepState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialCacheTest {
    @TempDir
    private Path out;

    @Test
    void aTrialThatHasEndedIsReadAgainOnlyIfItEndsAgain() throws IOException {
        SweepFolder folder =
                new SweepFolder(SampleSweep.character(out).running(1).write());
        TrialCache cache = new TrialCache();
        List<TrialFacts> first = trials(folder, cache);
        int scored = 0;
        while (first.get(scored).course() == null) {
            scored++;
        }
        TrialFolder trial =
                TrialFolder.at(folder.trialsFolder().resolve(first.get(scored).id()));
        Files.delete(trial.path().resolve("probes.jsonl"));

        assertThat(trials(folder, cache).get(scored).course()).isNotNull();
        assertThat(trials(folder, new TrialCache()).get(scored).course()).isNull();

        trial.finish(trial.outcome().orElseThrow());
        assertThat(trials(folder, cache).get(scored).course()).isNull();
    }

    private static List<TrialFacts> trials(SweepFolder folder, TrialCache cache) throws IOException {
        return ReportMaker.make(new ReportSource(SweepState.read(folder), SampleSweep.BEGIN), cache)
                .trials();
    }
}
